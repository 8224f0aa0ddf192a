namespace MusicGen.Learning.Tests.Training;

/// <summary>A clock that goes on by the same time whenever it is looked at.</summary>
internal sealed class SteppingClock(TimeSpan step) : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _timestamp += step.Ticks;
}
