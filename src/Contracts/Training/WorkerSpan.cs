namespace MusicGen.Contracts.Training;

/// <summary>A part of a worker's work, for whoever traces its run: said when it begins, and again when it has ended.</summary>
/// <param name="Number">Counts a worker's, from 1.</param>
/// <param name="Within">Number of the one that it is a part of; 0: of the run itself.</param>
/// <param name="Name">What is done: a few words of the product's own.</param>
/// <param name="StartedAt">By the clock of the machine, which its node's is, too.</param>
/// <param name="EndedAt">Null: it goes on.</param>
/// <param name="Epoch">Of a pass: which one, from 1.</param>
/// <param name="HasFailed">Whether it ended before it was done, for a fault.</param>
[GenerateSerializer, Immutable, Alias("musicgen.WorkerSpan")]
public sealed record WorkerSpan(
    [property: Id(0)] int Number,
    [property: Id(1)] int Within,
    [property: Id(2)] string Name,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] DateTimeOffset? EndedAt = null,
    [property: Id(5)] int? Epoch = null,
    [property: Id(6)] bool HasFailed = false);
