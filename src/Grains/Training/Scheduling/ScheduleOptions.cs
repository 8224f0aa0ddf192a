namespace MusicGen.Grains.Training.Scheduling;

/// <summary>By what the training queue decides who runs; the same for every pool.</summary>
public sealed class ScheduleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Queue";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>How long a session has its device before one of higher priority may take it. Default 10 min: starting over costs seconds, so little of it is lost.</summary>
    public TimeSpan MinimumRun { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The same where the one of higher priority is interactive. Default 1 min: somebody sits and waits.</summary>
    public TimeSpan MinimumRunForInteractive { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After how long device time counts half in an owner's usage. Default 24 h: yesterday's night of training is not held against today's work for long.</summary>
    public TimeSpan UsageHalfLife { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// After so much waiting a session takes part in the turns of those who wait longest, whatever their priority, and one that has had its device as long gives it up for
    /// the first of them. Default 8 h: longer than a busy pool makes people wait who are served by priority and share, and no longer than a night.
    /// </summary>
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long a session that was served in such a turn has its device before one of higher priority may take it. Default 1 h: enough to get on.</summary>
    public TimeSpan OverdueRun { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// After so much silence a node's sessions go elsewhere. Default 10 s: ten missed heartbeats are more than any pause of a busy machine,
    /// and it is the time within which work must move.
    /// </summary>
    public TimeSpan NodeSilence { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node may report without a session that it was told to start. Default 30 s: claiming takes seconds where a silo is being replaced.</summary>
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session that was asked for its device counts as giving it back. Default 5 min: behind a worker that hangs, nobody should wait.</summary>
    public TimeSpan YieldPatience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults() =>
        from option in new (string Name, TimeSpan Value, TimeSpan Least)[]
        {
            (nameof(MinimumRun), MinimumRun, TimeSpan.Zero),
            (nameof(MinimumRunForInteractive), MinimumRunForInteractive, TimeSpan.Zero),
            (nameof(UsageHalfLife), UsageHalfLife, TimeSpan.FromMinutes(1)),
            (nameof(OverdueAfter), OverdueAfter, TimeSpan.FromSeconds(1)),
            (nameof(OverdueRun), OverdueRun, TimeSpan.Zero),
            (nameof(NodeSilence), NodeSilence, TimeSpan.FromSeconds(3)),
            (nameof(StartPatience), StartPatience, TimeSpan.FromSeconds(3)),
            (nameof(YieldPatience), YieldPatience, TimeSpan.FromSeconds(3)),
        }
        where option.Value < option.Least || option.Value > Longest
        select $"{Section}:{option.Name} must be {option.Least:c} to {Longest:%d} days.";
}
