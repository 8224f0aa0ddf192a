namespace MusicGen.Contracts.Training;

/// <summary>One line of a worker's standard output.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="TotalSteps">Optimizer steps in all.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Loss">Of the last step, nats a token.</param>
/// <param name="Losses">With <c>Epoch</c>.</param>
/// <param name="Checkpoint">With <c>Checkpoint</c>.</param>
/// <param name="Failure">With <c>Failed</c>.</param>
[GenerateSerializer, Immutable, Alias("musicgen.WorkerEvent")]
public sealed record WorkerEvent(
    [property: Id(0)] WorkerEventKind Kind,
    [property: Id(1)] long Step = 0,
    [property: Id(2)] long TotalSteps = 0,
    [property: Id(3)] int Epoch = 0,
    [property: Id(4)] double? Loss = null,
    [property: Id(5)] EpochLosses? Losses = null,
    [property: Id(6)] CheckpointSummary? Checkpoint = null,
    [property: Id(7)] TrainingFailure? Failure = null);
