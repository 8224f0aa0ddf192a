namespace MusicGen.Grains.Tests.Training;

/// <summary>A cluster whose clock stands still and can leap forward.</summary>
public class LeapingCluster : GrainCluster
{
    private readonly LeapingClock _clock = new();

    protected override TimeProvider Clock => _clock;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public void Leap(TimeSpan ahead) => _clock.Leap(ahead);

    /// <summary>Timers, which Orleans waits for, go on as ever.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private static readonly DateTimeOffset Beginning = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(GetTimestamp());

        public void Leap(TimeSpan ahead) => Interlocked.Add(ref _ticks, ahead.Ticks);
    }
}
