using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>Files of an upload that wait to be read.</summary>
/// <param name="From">Index in the upload of the first one.</param>
/// <param name="Files">Empty when the upload has ended.</param>
[GenerateSerializer, Immutable, Alias("musicgen.PendingFiles")]
public sealed record PendingFiles([property: Id(0)] int From, [property: Id(1)] IReadOnlyList<UploadedFile> Files);
