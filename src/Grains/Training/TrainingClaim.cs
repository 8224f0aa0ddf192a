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
[GenerateSerializer, Immutable, Alias("musicgen.TrainingClaim")]
public sealed record TrainingClaim(
    [property: Id(0)] int LeaseEpoch,
    [property: Id(1)] string Dataset,
    [property: Id(2)] TokenizerSettings Tokenizer,
    [property: Id(3)] string CheckpointPrefix,
    [property: Id(4)] string? ResumeFrom,
    [property: Id(5)] TrainingOptions Options);
