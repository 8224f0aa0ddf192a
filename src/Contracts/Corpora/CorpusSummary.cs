namespace MusicGen.Contracts.Corpora;

/// <summary>A collection of MIDI files and what became of them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Files">Files that were read, whatever their outcome.</param>
/// <param name="Accepted">Files whose notes can be learnt from.</param>
/// <param name="Duplicates">Files whose bytes were there already.</param>
/// <param name="Rejected">Files that could not be used.</param>
/// <param name="Notes">Notes in the accepted files.</param>
/// <param name="Ingestions">How many uploads there were.</param>
/// <param name="Ingesting">How many uploads are still being read.</param>
/// <param name="NearDuplicates">Files that were left out because they are much like another.</param>
/// <param name="Filtered">Files that a filter turned away.</param>
/// <param name="Repaired">Of the accepted files, those that were read with repairs.</param>
/// <param name="Similar">Of the accepted files, those that are much like a piece that was there already.</param>
/// <param name="DurationSeconds">Length of the accepted files when played.</param>
/// <param name="Intake">What it lets in; null: the defaults.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CorpusSummary")]
public sealed record CorpusSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] int Files,
    [property: Id(4)] int Accepted,
    [property: Id(5)] int Duplicates,
    [property: Id(6)] int Rejected,
    [property: Id(7)] long Notes,
    [property: Id(8)] int Ingestions,
    [property: Id(9)] int Ingesting,
    [property: Id(10)] int NearDuplicates = 0,
    [property: Id(11)] int Filtered = 0,
    [property: Id(12)] int Repaired = 0,
    [property: Id(13)] int Similar = 0,
    [property: Id(14)] double DurationSeconds = 0,
    [property: Id(15)] IntakeSettings? Intake = null);
