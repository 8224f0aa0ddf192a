namespace MusicGen.Silo.Tests.Client;

/// <summary>A clock on which every pause is over at once, and counts as if it had not been.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private int _pauses;
    private long _skippedTicks;

    public int Pauses => _pauses;

    /// <summary>What the pauses would have taken.</summary>
    public TimeSpan Skipped => TimeSpan.FromTicks(Interlocked.Read(ref _skippedTicks));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Skipped.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _pauses);
        Interlocked.Add(ref _skippedTicks, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
