namespace MusicGen.Grains.Training;

/// <summary>Why a session must give its device back.</summary>
[GenerateSerializer, Alias("musicgen.YieldReason")]
public enum YieldReason
{
    /// <summary>A session of higher priority waits for it.</summary>
    Preempted,

    /// <summary>Its node is being drained.</summary>
    Drained,
}
