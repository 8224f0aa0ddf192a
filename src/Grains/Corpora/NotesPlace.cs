namespace MusicGen.Grains.Corpora;

/// <summary>Where a note file lies in the store.</summary>
/// <param name="Blob">The blob's key.</param>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Length">Number of bytes.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NotesPlace")]
public sealed record NotesPlace([property: Id(0)] string Blob, [property: Id(1)] long Offset, [property: Id(2)] int Length);
