namespace MusicGen.Contracts.Datasets;

/// <summary>All that decides a dataset; its hash is the dataset's name.</summary>
/// <remarks>It stays small however many files there are: the list of them is a blob.</remarks>
/// <param name="Files">SHA-256 of the list of accepted files, lower-case hexadecimal: its name in the store.</param>
/// <param name="FilesPrefix">The corpus's folder in the store, where the list and the note files lie.</param>
/// <param name="Tokenizer">How they become words.</param>
/// <param name="HeldOutShare">Share of the pieces kept for validation, and again for test; at least one piece each where there are three or more.</param>
[GenerateSerializer, Immutable, Alias("musicgen.DatasetRecipe")]
public sealed record DatasetRecipe(
    [property: Id(0)] string Files,
    [property: Id(1)] string FilesPrefix,
    [property: Id(2)] TokenizerSettings Tokenizer,
    [property: Id(3)] double HeldOutShare = 0.1);
