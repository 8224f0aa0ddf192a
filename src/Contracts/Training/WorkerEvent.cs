namespace MusicGen.Contracts.Training;

/// <summary>One line of a worker's standard output.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="TotalSteps">Optimizer steps in all, as far as can be said: passes differ by a few.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Loss">Of the last step, nats a token.</param>
/// <param name="Losses">With <c>Epoch</c>.</param>
/// <param name="Checkpoint">With <c>Checkpoint</c>.</param>
/// <param name="Failure">With <c>Failed</c>.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="TokensPerSecond">Of the last step.</param>
/// <param name="RemainingSeconds">Until the last step, at this pace.</param>
/// <param name="Samples">With <c>Epoch</c>: names of the tunes that were composed after it.</param>
/// <param name="Baseline">With <c>Epoch</c>: what an n-gram loses.</param>
/// <param name="Message">With <c>RolledBack</c>: a sentence for people.</param>
/// <param name="SilenceSeconds">How long the worker may say nothing after this before it counts as hung; null: as long as the lease is.</param>
/// <param name="Number">Counts what the worker has said, from 1; a renewal of the lease refers to it.</param>
/// <param name="Spans">Parts of the work that have begun or ended since the event before; null: none, or nobody traces. For the node alone.</param>
[GenerateSerializer, Immutable, Alias("musicgen.WorkerEvent")]
public sealed record WorkerEvent(
    [property: Id(0)] WorkerEventKind Kind,
    [property: Id(1)] long Step = 0,
    [property: Id(2)] long TotalSteps = 0,
    [property: Id(3)] int Epoch = 0,
    [property: Id(4)] double? Loss = null,
    [property: Id(5)] EpochLosses? Losses = null,
    [property: Id(6)] CheckpointSummary? Checkpoint = null,
    [property: Id(7)] TrainingFailure? Failure = null,
    [property: Id(8)] double? LearningRate = null,
    [property: Id(9)] double? TokensPerSecond = null,
    [property: Id(10)] double? RemainingSeconds = null,
    [property: Id(11)] IReadOnlyList<string>? Samples = null,
    [property: Id(12)] NgramBaseline? Baseline = null,
    [property: Id(13)] string? Message = null,
    [property: Id(14)] double? SilenceSeconds = null,
    [property: Id(15)] long Number = 0,
    [property: Id(16)] IReadOnlyList<WorkerSpan>? Spans = null);
