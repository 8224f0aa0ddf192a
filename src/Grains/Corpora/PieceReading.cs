using MusicGen.Contracts.Corpora;
using MusicGen.Music.Similarity;

namespace MusicGen.Grains.Corpora;

/// <summary>What one MIDI file gave, before it is compared with others.</summary>
/// <param name="Report">Accepted, filtered or rejected.</param>
/// <param name="NoteFile">There when it is accepted.</param>
/// <param name="Fingerprint">There when it is accepted and has something to compare.</param>
/// <param name="IsFault">It was rejected for a fault that is not the file's own.</param>
internal sealed record PieceReading(FileReport Report, byte[]? NoteFile = null, PieceFingerprint? Fingerprint = null, bool IsFault = false);
