using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>A session in the queue, from its entry until it rests; also while it has a device.</summary>
/// <param name="Session">Its key.</param>
/// <param name="Owner">Whose usage it counts to.</param>
/// <param name="Priority">As its owner gave it.</param>
/// <param name="SubmittedAt">When its owner created it.</param>
/// <param name="WaitingSince">When it last began to wait.</param>
internal sealed record QueuedSession(string Session, string Owner, TrainingPriority Priority, DateTimeOffset SubmittedAt, DateTimeOffset WaitingSince)
{
    /// <summary>What it had waited before, the time on devices not counted.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>It had a device and lost it: it stands before its owner's others.</summary>
    public bool IsReturned { get; init; }

    /// <summary>Its place among its owner's others, the earliest first.</summary>
    public DateTimeOffset LineAt { get; init; } = SubmittedAt;

    /// <summary>How long it had devices.</summary>
    public double RanSeconds { get; init; }

    /// <summary>How long it will still take, as its last worker said.</summary>
    public double? RemainingSeconds { get; init; }

    /// <summary>When it would have begun to wait, had it waited without a break. Only for a session that waits.</summary>
    public DateTimeOffset WaitsAsIfSince() => WaitingSince - TimeSpan.FromSeconds(WaitedSeconds);
}
