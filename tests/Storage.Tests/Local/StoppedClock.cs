namespace MusicGen.Storage.Tests.Local;

/// <summary>A clock that always shows the same time.</summary>
internal sealed class StoppedClock(DateTimeOffset time) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time;
}
