namespace MusicGen.Contracts.Training;

/// <summary>What a training node tells a worker after the job, one JSON object a line.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Number">With <c>Renew</c>: the <see cref="WorkerEvent.Number"/> of what was heard.</param>
[GenerateSerializer, Immutable, Alias("musicgen.WorkerCommand")]
public sealed record WorkerCommand(
    [property: Id(0)] WorkerCommandKind Kind,
    [property: Id(1)] long Number = 0);
