namespace MusicGen.Contracts.Training;

/// <summary>Where a training session stands.</summary>
[GenerateSerializer, Alias("musicgen.TrainingPhase")]
public enum TrainingPhase
{
    /// <summary>Its dataset is being built.</summary>
    Preparing,

    /// <summary>It waits for a device.</summary>
    Queued,

    /// <summary>It has a device; the worker is starting.</summary>
    Starting,

    /// <summary>The worker trains.</summary>
    Running,

    /// <summary>The worker was asked to stop at a checkpoint.</summary>
    Pausing,

    /// <summary>It waits to be resumed.</summary>
    Paused,

    /// <summary>The worker was asked to stop for good.</summary>
    Canceling,

    /// <summary>Ended by its owner.</summary>
    Canceled,

    /// <summary>All epochs are done.</summary>
    Succeeded,

    /// <summary>It cannot go on, and the failure says why; resuming tries again from the last checkpoint.</summary>
    Failed,

    /// <summary>Its worker or its node was lost; it waits for a device, before others of its owner, to go on from its last checkpoint.</summary>
    Recovering,
}
