namespace MusicGen.Contracts.Sessions;

/// <summary>A tune.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Number">1 for the session's first.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Settings">All that decides it, beside the model.</param>
/// <param name="ModelHash">SHA-256 of the weights.</param>
/// <param name="WordsDone">Words composed so far.</param>
/// <param name="Notes">Notes in the finished tune.</param>
/// <param name="DurationSeconds">Length of the finished tune when played.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TuneSummary")]
public sealed record TuneSummary(
    [property: Id(0)] string Session,
    [property: Id(1)] int Number,
    [property: Id(2)] TunePhase Phase,
    [property: Id(3)] TuneSettings Settings,
    [property: Id(4)] string ModelHash,
    [property: Id(5)] int WordsDone,
    [property: Id(6)] int Notes,
    [property: Id(7)] double DurationSeconds,
    [property: Id(8)] string? Reason,
    [property: Id(9)] DateTimeOffset CreatedAt);
