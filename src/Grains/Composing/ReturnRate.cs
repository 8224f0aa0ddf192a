namespace MusicGen.Grains.Composing;

/// <summary>How many places a second are given back, lately: a mean that forgets within half a minute. Not thread-safe.</summary>
internal sealed class ReturnRate(TimeProvider clock)
{
    private const double MemorySeconds = 10;

    private long _last = clock.GetTimestamp();
    private double _perSecond;

    public double PerSecond
    {
        get
        {
            Decay();
            return _perSecond;
        }
    }

    public void Add(int count)
    {
        Decay();
        _perSecond += count / MemorySeconds;
    }

    private void Decay()
    {
        var now = clock.GetTimestamp();
        _perSecond *= Math.Exp(-clock.GetElapsedTime(_last, now).TotalSeconds / MemorySeconds);
        _last = now;
    }
}
