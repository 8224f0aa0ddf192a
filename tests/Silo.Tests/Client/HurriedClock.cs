using Microsoft.Extensions.Time.Testing;

namespace MusicGen.Silo.Tests.Client;

/// <summary>A clock that stands still but for pauses: each is over at once, and counts as if it had not been. Limits, which are longer, are reached when the clock is moved.</summary>
internal sealed class HurriedClock : FakeTimeProvider
{
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _start;
    private int _pauses;

    public HurriedClock() => _start = GetUtcNow();

    public int Pauses => _pauses;

    /// <summary>What the pauses would have taken, and by how much else it was moved.</summary>
    public TimeSpan Skipped => GetUtcNow() - _start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= ShortestLimit || dueTime == Timeout.InfiniteTimeSpan) return timer;
        Interlocked.Increment(ref _pauses);
        Advance(dueTime);
        return timer;
    }
}
