using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>A lease on a training session: what the node's worker needs to go on with it.</summary>
/// <param name="LeaseEpoch">Grows with every lease of the session.</param>
/// <param name="Dataset">Hash of the dataset.</param>
/// <param name="Tokenizer">How its pieces became words.</param>
/// <param name="CheckpointPrefix">Where the checkpoints go.</param>
/// <param name="ResumeFrom">The last checkpoint, or null.</param>
/// <param name="Options">How to train.</param>
/// <param name="SamplePrefix">Where tunes go that are composed on the way.</param>
/// <param name="PatienceFrom">Passes that were done when the session's owner asked for more.</param>
/// <param name="LeaseSeconds">How long the lease holds when the worker is not heard.</param>
/// <param name="StartSeconds">The same until the first step.</param>
/// <param name="TraceParent">The span of the request that the session was created by, or let go on by; null where nobody traced.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingClaim")]
public sealed record TrainingClaim(
    [property: Id(0)] int LeaseEpoch,
    [property: Id(1)] string Dataset,
    [property: Id(2)] TokenizerSettings Tokenizer,
    [property: Id(3)] string CheckpointPrefix,
    [property: Id(4)] string? ResumeFrom,
    [property: Id(5)] TrainingOptions Options,
    [property: Id(6)] string SamplePrefix,
    [property: Id(7)] int PatienceFrom,
    [property: Id(8)] double LeaseSeconds,
    [property: Id(9)] double StartSeconds,
    [property: Id(10)] string? TraceParent = null);
