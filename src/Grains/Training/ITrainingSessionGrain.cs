using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Unfinished;
using Orleans.CodeGeneration;

namespace MusicGen.Grains.Training;

/// <summary>One training of one model on one dataset: a durable state machine. Key: <c>{owner}/{id}</c>.</summary>
/// <remarks>
/// A device is held under a lease with an epoch. The epoch grows with every lease, and what arrives under an older one is refused: a worker
/// that was thought dead cannot disturb the one that took its place.
/// </remarks>
[Alias("musicgen.ITrainingSessionGrain"), Version(1)]
public interface ITrainingSessionGrain : IUnfinishedGrain
{
    /// <summary>Creates the session and lets it run; a session that exists is left as it is.</summary>
    [Alias("Create")]
    Task<TrainingSummary> Create(string? name, string corpus, DatasetRecipe recipe, TrainingOptions options, TrainingPriority priority, string pool);

    [Alias("Get")]
    Task<Answer<TrainingSummary>> Get();

    /// <summary>Stops at a checkpoint and keeps it; allowed while the session waits or runs.</summary>
    [Alias("Pause")]
    Task<Answer<TrainingSummary>> Pause();

    /// <summary>Lets a paused session go on from its last checkpoint, and a failed one try again from there.</summary>
    [Alias("Resume")]
    Task<Answer<TrainingSummary>> Resume();

    /// <summary>Lets a session that rests, also one that has succeeded, go on from its last checkpoint until so many passes are done.</summary>
    [Alias("Extend")]
    Task<Answer<TrainingSummary>> Extend(int epochs);

    /// <summary>The losses so far.</summary>
    [Alias("Metrics")]
    Task<Answer<TrainingMetrics>> Metrics();

    /// <summary>The tunes that were composed on the way, in their order.</summary>
    [Alias("Samples")]
    Task<Answer<Page<TrainingSample>>> Samples();

    /// <summary>Ends the session for good; its checkpoints stay.</summary>
    [Alias("Cancel")]
    Task<Answer<TrainingSummary>> Cancel();

    /// <summary>Deletes a session that rests, with its checkpoints and samples, for good; models published from it stay.</summary>
    /// <returns>Why not; null: from now on there is no such session.</returns>
    [Alias("Delete")]
    Task<Problem?> Delete();

    /// <summary>The events after <paramref name="sequence"/>, then each as it happens; ends when the session rests.</summary>
    [Alias("Watch")]
    IAsyncEnumerable<TrainingEvent> Watch(long sequence, CancellationToken cancellationToken = default);

    /// <summary>For a training node: takes the session under a new lease. A problem means that it must not run now.</summary>
    /// <param name="node">The silo's name.</param>
    /// <param name="device">Id of its device.</param>
    /// <param name="slot">Number of the slot that the queue gave: an earlier one than the session had last comes too late.</param>
    [Alias("Claim")]
    Task<Answer<TrainingClaim>> Claim(string node, string device, long slot);

    /// <summary>For a training node: something the worker said.</summary>
    /// <returns>False when the lease is an old one: the worker must be killed.</returns>
    [Alias("Report")]
    Task<bool> Report(int leaseEpoch, WorkerEvent happened);

    /// <summary>For a training node: it is about to ask the worker to stop, so that the session goes on elsewhere. What its owner asks for goes before.</summary>
    /// <returns>False when the lease is an old one: the worker must be killed.</returns>
    [Alias("Yield")]
    Task<bool> Yield(int leaseEpoch, YieldReason reason);

    /// <summary>For a training node: the worker's process has ended.</summary>
    /// <param name="leaseEpoch">The lease it ran under.</param>
    /// <param name="end">How.</param>
    /// <param name="lastWords">The end of its error output, for the session's owner.</param>
    [Alias("WorkerExited")]
    Task WorkerExited(int leaseEpoch, WorkerEnd end, string? lastWords);
}
