namespace MusicGen.Contracts.Corpora;

/// <summary>Asks for a new, empty corpus.</summary>
/// <param name="Name">What people call it; 1 to 100 characters. Default: its id.</param>
/// <param name="Intake">What it lets in, for good: every file of a corpus was judged alike. Default: all that is music.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreateCorpus")]
public sealed record CreateCorpus(
    [property: Id(0)] string? Name = null,
    [property: Id(1)] IntakeSettings? Intake = null);
