using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>What this silo does for training.</summary>
public sealed class TrainingNodeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Training";

    /// <summary>The pool whose sessions this silo trains. Default: <c>default</c>.</summary>
    public string Pool { get; set; } = PoolName.Default;

    /// <summary>Workers at once on the processor; 0: this silo does not train. Default: 1, since one worker keeps all cores busy; none where there are GPUs.</summary>
    public int? Slots { get; set; }

    /// <summary>The worker's executable. Default: beside the silo, as published, or in the build's output.</summary>
    public string? WorkerPath { get; set; }

    /// <summary>CPU threads of each worker; 0: the cores divided by the slots.</summary>
    public int Threads { get; set; }

    /// <summary>Workers at once on each GPU: several small trainings fit on one. Default 1.</summary>
    public int SlotsPerGpu { get; set; } = 1;

    /// <summary>A worker that says nothing for so long has lost its session to another one; where its steps take long, ten of them. Default 60 s.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a worker may take to write its last checkpoint when the silo stops. Default 20 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    /// <param name="trains">Whether this silo trains at all: else it needs no worker.</param>
    public IEnumerable<string> Faults(bool trains = true)
    {
        if (!PoolName.IsValid(Pool)) yield return $"{Section}:{nameof(Pool)} must have {PoolName.Rule}.";
        if (Slots is < 0 or > 64) yield return $"{Section}:{nameof(Slots)} must be 0 to 64.";
        if (Threads is < 0 or > 1024) yield return $"{Section}:{nameof(Threads)} must be 0 to 1,024.";
        if (SlotsPerGpu is < 0 or > 64) yield return $"{Section}:{nameof(SlotsPerGpu)} must be 0 to 64.";
        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration > TimeSpan.FromHours(1)) yield return $"{Section}:{nameof(LeaseDuration)} must be one second to one hour.";
        if (StopTimeout < TimeSpan.Zero || StopTimeout > TimeSpan.FromHours(1)) yield return $"{Section}:{nameof(StopTimeout)} must be 0 to one hour.";
        if (trains && Slots != 0 && WorkerExecutable.Find(this) is null)
            yield return $"The training worker is not at {WorkerPath ?? "its usual places"}: set {Section}:{nameof(WorkerPath)}, or {Section}:{nameof(Slots)} to 0 for a silo that only composes.";
    }
}
