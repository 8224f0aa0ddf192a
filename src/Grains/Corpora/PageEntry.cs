using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>One file in a page.</summary>
/// <param name="Report">What became of it.</param>
/// <param name="NotesOffset">Where its note file lies, behind the page's head.</param>
/// <param name="NotesBytes">The note file's length; 0: it has none.</param>
/// <param name="Group">Number of the report that its near-duplicates have in common; null: its own.</param>
/// <param name="Fingerprint">By which near-duplicates of it are found; null where there is nothing to compare.</param>
internal sealed record PageEntry(FileReport Report, long NotesOffset = 0, int NotesBytes = 0, int? Group = null, byte[]? Fingerprint = null);
