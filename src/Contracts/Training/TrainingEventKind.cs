namespace MusicGen.Contracts.Training;

/// <summary>What happened in a training session.</summary>
[GenerateSerializer, Alias("musicgen.TrainingEventKind")]
public enum TrainingEventKind
{
    /// <summary>It went from one phase to another.</summary>
    Phase,

    /// <summary>A pass over the training split ended.</summary>
    Epoch,

    /// <summary>A checkpoint was written and acknowledged.</summary>
    Checkpoint,

    /// <summary>It goes on from a checkpoint after an interruption.</summary>
    Resumed,

    /// <summary>Steps were done. Not kept: a reader that comes later does not see it.</summary>
    Progress,

    /// <summary>The loss had diverged: it went back to the last checkpoint and goes on at a lower rate.</summary>
    RolledBack,
}
