namespace MusicGen.Contracts.Training;

/// <summary>What a worker tells its training node.</summary>
[GenerateSerializer, Alias("musicgen.WorkerEventKind")]
public enum WorkerEventKind
{
    /// <summary>Data and weights are loaded; training begins.</summary>
    Started,

    /// <summary>Steps were done, or something begins that may take long; before <see cref="Started"/> without a number of steps.</summary>
    Progress,

    /// <summary>A pass ended.</summary>
    Epoch,

    /// <summary>A checkpoint is complete in the store.</summary>
    Checkpoint,

    /// <summary>Stopped as asked, after a checkpoint.</summary>
    Stopped,

    /// <summary>All epochs are done, after a checkpoint.</summary>
    Completed,

    /// <summary>It cannot go on.</summary>
    Failed,

    /// <summary>The loss had diverged: it goes on from the last checkpoint at a lower rate.</summary>
    RolledBack,
}
