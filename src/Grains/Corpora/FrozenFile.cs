namespace MusicGen.Grains.Corpora;

/// <summary>A file of a dataset.</summary>
/// <param name="Name">The name it was uploaded with.</param>
/// <param name="Sha256">Hash of the MIDI file's bytes.</param>
/// <param name="Group">Hash of the first of its near-duplicates; its own when it is the first or has none.</param>
/// <param name="Page">Number of the first report of the page that has its note file.</param>
/// <param name="Offset">Where in the page's blob.</param>
/// <param name="Length">The note file's length in bytes.</param>
internal sealed record FrozenFile(string Name, string Sha256, string Group, int Page, long Offset, int Length);
