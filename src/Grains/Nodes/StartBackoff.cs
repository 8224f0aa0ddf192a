namespace MusicGen.Grains.Nodes;

/// <summary>Keeps a node on which workers do not start from being given one session after another, each of which would count a death. Safe for concurrent use.</summary>
internal sealed class StartBackoff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TimeSpan _pause;
    private long _since;

    /// <summary>Whether the node should take no new session now.</summary>
    public bool IsOn
    {
        get
        {
            lock (_gate) return _pause > TimeSpan.Zero && clock.GetElapsedTime(_since) < _pause;
        }
    }

    /// <summary>A worker has begun to train: it works again.</summary>
    public void Succeed()
    {
        lock (_gate) _pause = TimeSpan.Zero;
    }

    /// <summary>A worker could not be started, or ended before it began to train. Each time in a row the pause is twice as long.</summary>
    public void Fail()
    {
        lock (_gate)
        {
            var next = _pause == TimeSpan.Zero ? First : 2 * _pause;
            (_pause, _since) = (next < Longest ? next : Longest, clock.GetTimestamp());
        }
    }
}
