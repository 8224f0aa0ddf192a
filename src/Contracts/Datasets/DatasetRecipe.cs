using MusicGen.Contracts.Corpora;

namespace MusicGen.Contracts.Datasets;

/// <summary>All that decides a dataset; its hash is the dataset's name.</summary>
/// <param name="Files">The accepted files, ordered by hash.</param>
/// <param name="FilesPrefix">Where in the store their note files lie.</param>
/// <param name="Tokenizer">How they become words.</param>
/// <param name="HeldOutShare">Share of the pieces kept for validation, and again for test; at least one piece each where there are three or more.</param>
[GenerateSerializer, Immutable, Alias("musicgen.DatasetRecipe")]
public sealed record DatasetRecipe(
    [property: Id(0)] IReadOnlyList<UploadedFile> Files,
    [property: Id(1)] string FilesPrefix,
    [property: Id(2)] TokenizerSettings Tokenizer,
    [property: Id(3)] double HeldOutShare = 0.1);
