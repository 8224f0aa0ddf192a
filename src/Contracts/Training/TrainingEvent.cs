namespace MusicGen.Contracts.Training;

/// <summary>Something that happened in a training session.</summary>
/// <param name="Sequence">1 for the first; without gaps. A progress event repeats the number of the event before it.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Phase">The phase after it.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Losses">Of the epoch that ended.</param>
/// <param name="Checkpoint">The one that was written.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps in all, as far as can be said.</param>
/// <param name="Loss">With progress: of the last step, nats a token.</param>
/// <param name="LearningRate">With progress: of the last step.</param>
/// <param name="TokensPerSecond">With progress: of the last step.</param>
/// <param name="RemainingSeconds">With progress: until the last step, at this pace.</param>
/// <param name="Samples">With the end of a pass: names of the tunes that were composed after it.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingEvent")]
public sealed record TrainingEvent(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] TrainingEventKind Kind,
    [property: Id(3)] TrainingPhase Phase,
    [property: Id(4)] string? Message = null,
    [property: Id(5)] EpochLosses? Losses = null,
    [property: Id(6)] CheckpointSummary? Checkpoint = null,
    [property: Id(7)] long? Step = null,
    [property: Id(8)] long? TotalSteps = null,
    [property: Id(9)] double? Loss = null,
    [property: Id(10)] double? LearningRate = null,
    [property: Id(11)] double? TokensPerSecond = null,
    [property: Id(12)] double? RemainingSeconds = null,
    [property: Id(13)] IReadOnlyList<string>? Samples = null);
