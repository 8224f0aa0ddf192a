namespace MusicGen.Contracts.Training;

/// <summary>How urgent a training session is; the first is served first.</summary>
[GenerateSerializer, Alias("musicgen.TrainingPriority")]
public enum TrainingPriority
{
    /// <summary>Somebody sits and waits for it. It takes a device from a session of lower priority after a short while.</summary>
    Interactive,

    /// <summary>Before what is usual.</summary>
    High,

    /// <summary>What is usual.</summary>
    Normal,

    /// <summary>Whenever nobody else needs the device.</summary>
    Low,
}
