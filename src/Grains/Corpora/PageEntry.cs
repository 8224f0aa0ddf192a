using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>One file in a page.</summary>
/// <param name="Report">What became of it.</param>
/// <param name="NotesOffset">Where its note file lies, behind the page's head.</param>
/// <param name="NotesBytes">The note file's length; 0: it has none.</param>
/// <param name="Groups">Numbers of the first pieces of the groups that it is like, which are one group from then on; null: it is like none.</param>
/// <param name="Fingerprint">By which near-duplicates of it are found; null where there is nothing to compare.</param>
/// <param name="IsFault">It was rejected for a fault of the service or its store: the same bytes are read again when they come again.</param>
internal sealed record PageEntry(FileReport Report, long NotesOffset = 0, int NotesBytes = 0, IReadOnlyList<int>? Groups = null, byte[]? Fingerprint = null, bool IsFault = false);
