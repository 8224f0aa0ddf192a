namespace MusicGen.Client;

/// <summary>How long a stream of events is opened again and again: without end while the service gives signs of life, pings included, and for two minutes without any.</summary>
/// <remarks>How many streams there are does not count: behind a proxy that ends each after a minute, a training that waits for hours has hundreds without an event.</remarks>
/// <param name="clock">Measures it.</param>
internal sealed class Reconnecting(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int _opened;
    private long? _brokenSince;

    /// <summary>Whether the first stream that ended since the last sign of the service did so too long ago.</summary>
    public bool IsOver => _brokenSince is { } since && clock.GetElapsedTime(since) >= Patience;

    /// <summary>The service has sent something.</summary>
    public void Heard() => (_opened, _brokenSince) = (0, null);

    /// <summary>How long the stream that is opened now may take to begin.</summary>
    public TimeSpan NextSilence() => Silence.Of(mayRepeat: true, _opened++);

    /// <summary>A stream has ended; waits until another one is to be opened.</summary>
    public Task PauseAsync(CancellationToken cancellationToken)
    {
        _brokenSince ??= clock.GetTimestamp();
        return Task.Delay(Pause, clock, cancellationToken);
    }
}
