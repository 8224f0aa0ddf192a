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
/// <param name="NearDuplicates">Of those, near-duplicates that were left out.</param>
/// <param name="Filtered">Of those, turned away by a filter.</param>
/// <param name="Repaired">Of the accepted, those that were read with repairs.</param>
/// <param name="Similar">Of the accepted, those that are much like a piece that was there already.</param>
/// <param name="Reason">Why it failed; while it is being read, what holds that up.</param>
/// <param name="FilesPerSecond">How fast it is being read; null while that is not known, and when it has ended.</param>
/// <param name="SecondsLeft">At that rate, how long it still takes; null likewise.</param>
[GenerateSerializer, Immutable, Alias("musicgen.IngestionSummary")]
public sealed record IngestionSummary(
    [property: Id(0)] string Corpus,
    [property: Id(1)] int Number,
    [property: Id(2)] IngestionPhase Phase,
    [property: Id(3)] int Files,
    [property: Id(4)] int Done,
    [property: Id(5)] int Accepted,
    [property: Id(6)] int Duplicates,
    [property: Id(7)] int Rejected,
    [property: Id(8)] int NearDuplicates = 0,
    [property: Id(9)] int Filtered = 0,
    [property: Id(10)] int Repaired = 0,
    [property: Id(11)] int Similar = 0,
    [property: Id(12)] string? Reason = null,
    [property: Id(13)] double? FilesPerSecond = null,
    [property: Id(14)] double? SecondsLeft = null);
