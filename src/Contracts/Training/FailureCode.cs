namespace MusicGen.Contracts.Training;

/// <summary>Why a training session failed.</summary>
[GenerateSerializer, Alias("musicgen.FailureCode")]
public enum FailureCode
{
    /// <summary>The dataset cannot be trained on.</summary>
    DataInvalid,

    /// <summary>The loss rose far above what it had been, or was no number any more, twice: the second time at a lower rate.</summary>
    LossDiverged,

    /// <summary>The device's memory does not hold the model and batch.</summary>
    OutOfMemory,

    /// <summary>The worker died again and again without getting further.</summary>
    WorkerLost,

    /// <summary>The worker failed in a way that it could not name.</summary>
    Internal,

    /// <summary>The machine that trained was lost again and again without getting further.</summary>
    NodeLost,

    /// <summary>No checkpoint can be read any more.</summary>
    CheckpointInvalid,
}
