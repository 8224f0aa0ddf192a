namespace MusicGen.Contracts.Training;

/// <summary>Why a training session failed.</summary>
[GenerateSerializer, Alias("musicgen.FailureCode")]
public enum FailureCode
{
    /// <summary>The dataset cannot be trained on.</summary>
    DataInvalid,

    /// <summary>The loss became infinite or not a number.</summary>
    LossDiverged,

    /// <summary>The device's memory does not hold the model and batch.</summary>
    OutOfMemory,

    /// <summary>The worker died again and again without getting further.</summary>
    WorkerLost,

    /// <summary>The worker failed in a way that it could not name.</summary>
    Internal,
}
