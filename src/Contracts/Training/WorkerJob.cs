using MusicGen.Contracts.Datasets;

namespace MusicGen.Contracts.Training;

/// <summary>What a training node tells a worker process on its standard input, first line.</summary>
/// <param name="Session">Key of the training session, for messages.</param>
/// <param name="LeaseEpoch">The lease under which the worker runs; part of every checkpoint's name.</param>
/// <param name="Store">Where data and checkpoints lie.</param>
/// <param name="Dataset">Hash of the dataset.</param>
/// <param name="Tokenizer">For the card.</param>
/// <param name="CheckpointPrefix">Where checkpoints go, without a slash at the end.</param>
/// <param name="ResumeFrom">Name of the checkpoint to go on from; null: from the start.</param>
/// <param name="Options">How to train.</param>
/// <param name="Threads">CPU threads for the arithmetic.</param>
/// <param name="LeaseSeconds">How long the lease holds when nobody renews it: then the worker writes nothing more and exits.</param>
/// <param name="Device"><c>cpu</c>, or <c>cuda:0</c> and so on.</param>
/// <param name="SamplePrefix">Where tunes go that are composed on the way, without a slash at the end.</param>
/// <param name="StartSeconds">The same until the first step: Torch and the dataset are loaded, and nobody knows yet how long a step takes.</param>
/// <param name="PatienceFrom">Passes that were done when the session's owner asked for more.</param>
/// <param name="IsTraced">Whether the node traces the run, so that the worker tells of the parts of its work.</param>
[GenerateSerializer, Immutable, Alias("musicgen.WorkerJob")]
public sealed record WorkerJob(
    [property: Id(0)] string Session,
    [property: Id(1)] int LeaseEpoch,
    [property: Id(2)] StorePlace Store,
    [property: Id(3)] string Dataset,
    [property: Id(4)] TokenizerSettings Tokenizer,
    [property: Id(5)] string CheckpointPrefix,
    [property: Id(6)] string? ResumeFrom,
    [property: Id(7)] TrainingOptions Options,
    [property: Id(8)] int Threads,
    [property: Id(9)] double LeaseSeconds,
    [property: Id(10)] string Device,
    [property: Id(11)] string SamplePrefix,
    [property: Id(12)] double StartSeconds,
    [property: Id(13)] int PatienceFrom = 0,
    [property: Id(14)] bool IsTraced = false);
