namespace MusicGen.Contracts.Training;

/// <summary>A session in the training queue.</summary>
/// <param name="Training">The session's id.</param>
/// <param name="Node">Where it runs; null: it waits.</param>
/// <param name="Position">1: next. Null: it runs.</param>
[GenerateSerializer, Immutable, Alias("musicgen.QueueEntry")]
public sealed record QueueEntry(
    [property: Id(0)] string Training,
    [property: Id(1)] string? Node,
    [property: Id(2)] int? Position);
