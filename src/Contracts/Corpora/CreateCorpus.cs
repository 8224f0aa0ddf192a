namespace MusicGen.Contracts.Corpora;

/// <summary>Asks for a new, empty corpus.</summary>
/// <param name="Name">What people call it; 1 to 100 characters. Default: its id.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreateCorpus")]
public sealed record CreateCorpus(
    [property: Id(0)] string? Name = null);
