using System.Collections.Immutable;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>What <see cref="MidiReader"/> made of a file.</summary>
/// <param name="Score">The music.</param>
/// <param name="Repairs">What was wrong and passed over, one entry a kind, in order of their first offsets.</param>
/// <param name="Tally">The file's own counts.</param>
public sealed record MidiReading(Score Score, ImmutableArray<MidiRepair> Repairs, MidiTally Tally);
