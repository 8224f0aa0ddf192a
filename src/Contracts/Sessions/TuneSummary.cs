namespace MusicGen.Contracts.Sessions;

/// <summary>A tune.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Number">1 for the session's first.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Settings">All that decides it, beside the model and the primer.</param>
/// <param name="ModelHash">SHA-256 of the weights.</param>
/// <param name="WordsDone">Words composed so far, of all variations together.</param>
/// <param name="Notes">Notes in the finished variations together.</param>
/// <param name="DurationSeconds">Length of the finished variations, played one after the other.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="PrimerWords">Words of the primer that it begins with.</param>
/// <param name="Variations">Each variation, in the order of their numbers.</param>
/// <param name="ExpiresAt">When it is given up if it has not ended before.</param>
/// <param name="StartedAt">When composing began; null: it has not.</param>
/// <param name="EndedAt">When it ended; null: it has not.</param>
/// <param name="DeletedAt">When its files were deleted; null: they were not.</param>
/// <param name="Events">Bars, with note names up to 16 words each, that those who watch it can see so far; the event that says how it ended has the number behind them.</param>
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
    [property: Id(9)] DateTimeOffset CreatedAt,
    [property: Id(10)] int PrimerWords,
    [property: Id(11)] IReadOnlyList<TuneVariation> Variations,
    [property: Id(12)] DateTimeOffset ExpiresAt,
    [property: Id(13)] DateTimeOffset? StartedAt = null,
    [property: Id(14)] DateTimeOffset? EndedAt = null,
    [property: Id(15)] DateTimeOffset? DeletedAt = null,
    [property: Id(16)] int Events = 0);
