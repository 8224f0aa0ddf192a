namespace MusicGen.Storage.Tests.Azure;

/// <summary>A clock whose timers come so many times as early: limits that it measures end long before those of the library, which measures its own.</summary>
internal sealed class FastClock(int speed) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new FastTimer(base.CreateTimer(callback, state, Of(dueTime), period), this);

    private TimeSpan Of(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;

    private sealed class FastTimer(ITimer timer, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Of(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
