namespace MusicGen.Contracts.Training;

/// <summary>A session in the training queue.</summary>
/// <param name="Training">The session's id.</param>
/// <param name="Node">Where it runs; null: it waits.</param>
/// <param name="Position">1: next, over all owners. Null: it runs.</param>
/// <param name="Pool">The pool whose nodes may run it.</param>
/// <param name="Priority">As its owner gave it.</param>
/// <param name="SubmittedAt">When its owner created it.</param>
/// <param name="EstimatedStart">When its turn comes if nothing new arrives; null: it runs, or nobody can say.</param>
/// <param name="Device">The node's device on which it runs.</param>
[GenerateSerializer, Immutable, Alias("musicgen.QueueEntry")]
public sealed record QueueEntry(
    [property: Id(0)] string Training,
    [property: Id(1)] string? Node,
    [property: Id(2)] int? Position,
    [property: Id(3)] string Pool,
    [property: Id(4)] TrainingPriority Priority,
    [property: Id(5)] DateTimeOffset SubmittedAt,
    [property: Id(6)] DateTimeOffset? EstimatedStart,
    [property: Id(7)] string? Device);
