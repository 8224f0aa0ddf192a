namespace MusicGen.Contracts.Corpora;

/// <summary>One upload on its way into the corpus.</summary>
/// <param name="Corpus">The corpus's id.</param>
/// <param name="Number">1 for the first upload of a corpus.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Files">Files in the upload.</param>
/// <param name="Done">Files that have their report.</param>
/// <param name="Accepted">Of those, accepted.</param>
/// <param name="Duplicates">Of those, duplicates.</param>
/// <param name="Rejected">Of those, rejected.</param>
[GenerateSerializer, Immutable, Alias("musicgen.IngestionSummary")]
public sealed record IngestionSummary(
    [property: Id(0)] string Corpus,
    [property: Id(1)] int Number,
    [property: Id(2)] IngestionPhase Phase,
    [property: Id(3)] int Files,
    [property: Id(4)] int Done,
    [property: Id(5)] int Accepted,
    [property: Id(6)] int Duplicates,
    [property: Id(7)] int Rejected);
