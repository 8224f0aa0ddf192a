namespace MusicGen.Contracts.Training;

/// <summary>A training session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Corpus">The corpus it learns from.</param>
/// <param name="Dataset">Hash of the frozen corpus.</param>
/// <param name="Options">The resolved options.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Step">Optimizer steps done, as last heard.</param>
/// <param name="TotalSteps">Optimizer steps in all; 0 until known.</param>
/// <param name="Losses">A row an epoch.</param>
/// <param name="Checkpoints">Oldest first.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="LeaseEpoch">How often it was given a device.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Pool">The pool whose nodes may run it.</param>
/// <param name="Preemptions">How often it gave its device back when asked: for a session of higher priority, or because its node was drained.</param>
/// <param name="Device">The node's device on which it runs.</param>
/// <param name="Retries">Workers and nodes that were lost under it since its last checkpoint.</param>
/// <param name="Baseline">What an n-gram loses on the same held-out pieces; null until the first pass has ended, or where nothing is held out.</param>
/// <param name="RemainingSeconds">Until its last step, at its present pace; null while it does not run.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingSummary")]
public sealed record TrainingSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Corpus,
    [property: Id(3)] string Dataset,
    [property: Id(4)] TrainingOptions Options,
    [property: Id(5)] TrainingPhase Phase,
    [property: Id(6)] TrainingFailure? Failure,
    [property: Id(7)] DateTimeOffset CreatedAt,
    [property: Id(8)] long Step,
    [property: Id(9)] long TotalSteps,
    [property: Id(10)] IReadOnlyList<EpochLosses> Losses,
    [property: Id(11)] IReadOnlyList<CheckpointSummary> Checkpoints,
    [property: Id(12)] string? Node,
    [property: Id(13)] int LeaseEpoch,
    [property: Id(14)] TrainingPriority Priority,
    [property: Id(15)] string Pool,
    [property: Id(16)] int Preemptions,
    [property: Id(17)] string? Device,
    [property: Id(18)] int Retries,
    [property: Id(19)] NgramBaseline? Baseline,
    [property: Id(20)] double? RemainingSeconds);
