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
/// <param name="TotalSteps">Steps in all.</param>
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
    [property: Id(8)] long? TotalSteps = null);
