namespace MusicGen.Grains.Nodes;

/// <summary>What this silo does for training.</summary>
public sealed class TrainingNodeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Training";

    /// <summary>Workers at once; 0: this silo does not train. Default 1, since one worker keeps all cores busy.</summary>
    public int Slots { get; set; } = 1;

    /// <summary>The worker's executable. Default: beside the silo, as published, or in the build's output.</summary>
    public string? WorkerPath { get; set; }

    /// <summary>CPU threads of each worker; 0: the cores divided by the slots.</summary>
    public int Threads { get; set; }

    /// <summary>How long a worker may take to write its last checkpoint when the silo stops. Default 20 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (Slots is < 0 or > 64) yield return $"{Section}:{nameof(Slots)} must be 0 to 64.";
        if (Threads is < 0 or > 1024) yield return $"{Section}:{nameof(Threads)} must be 0 to 1,024.";
        if (StopTimeout < TimeSpan.Zero || StopTimeout > TimeSpan.FromHours(1)) yield return $"{Section}:{nameof(StopTimeout)} must be 0 to one hour.";
        if (Slots > 0 && WorkerExecutable.Find(this) is null)
            yield return $"The training worker is not at {WorkerPath ?? "its usual places"}: set {Section}:{nameof(WorkerPath)}, or {Section}:{nameof(Slots)} to 0 for a silo that only composes.";
    }
}
