namespace MusicGen.Grains.Training;

/// <summary>How long a session's worker may still be silent. It is kept in memory: a new activation gives a worker time to be heard.</summary>
internal sealed class LeaseTime(TimeProvider clock)
{
    private long _renewedAt;
    private TimeSpan _silence;

    /// <summary>Until it is over; negative then.</summary>
    public TimeSpan Left => _silence - clock.GetElapsedTime(_renewedAt);

    public bool IsOver => Left < TimeSpan.Zero;

    /// <summary>The worker was heard, or is given time to be.</summary>
    public void Renew(TimeSpan silence) => (_renewedAt, _silence) = (clock.GetTimestamp(), silence);

    /// <summary>The worker has ended.</summary>
    public void End() => _silence = TimeSpan.FromTicks(-1);
}
