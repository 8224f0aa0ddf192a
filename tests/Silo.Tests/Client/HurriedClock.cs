namespace MusicGen.Silo.Tests.Client;

/// <summary>A clock on which every pause is over at once.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private int _pauses;

    public int Pauses => _pauses;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _pauses);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
