namespace MusicGen.Contracts.Corpora;

/// <summary>A file whose bytes are in the store and that waits to be read.</summary>
/// <param name="Name">The name it was uploaded with.</param>
/// <param name="Sha256">Hash of its bytes, lower-case hexadecimal.</param>
/// <param name="SizeBytes">Its length.</param>
[GenerateSerializer, Immutable, Alias("musicgen.UploadedFile")]
public sealed record UploadedFile(
    [property: Id(0)] string Name,
    [property: Id(1)] string Sha256,
    [property: Id(2)] long SizeBytes);
