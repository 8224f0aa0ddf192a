namespace MusicGen.Grains.Corpora;

/// <summary>A file of an upload that waits to be read.</summary>
/// <param name="Name">What it is called in its report.</param>
/// <param name="Sha256">Hash of its bytes, lower-case hexadecimal; empty when it was turned away.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="Pack">Which of the upload's packs has its bytes; null when the corpus has them already, or when it was turned away.</param>
/// <param name="Offset">Where in the pack.</param>
/// <param name="Refusal">Why it was turned away before it was read; null when it was not.</param>
internal sealed record WaitingFile(string Name, string Sha256, long SizeBytes, int? Pack = null, long Offset = 0, string? Refusal = null);
