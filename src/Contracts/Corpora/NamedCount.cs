namespace MusicGen.Contracts.Corpora;

/// <summary>How often something is there.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">How often.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NamedCount")]
public sealed record NamedCount(
    [property: Id(0)] string Name,
    [property: Id(1)] int Count);
