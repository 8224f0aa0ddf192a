namespace MusicGen.Grains.Sessions;

/// <summary>When a tune's progress is due to be saved: a second after the last time, or later where there are many tunes, and not while that is still being written.</summary>
/// <remarks>
/// So a short tune costs nothing, and a crash costs a second of composing. To write a file takes as long as to compose a dozen words: all tunes together save
/// some 32 times a second at most, whatever their number. For use within one grain: not thread-safe.
/// </remarks>
/// <param name="clock">Measures the pauses.</param>
/// <param name="tunes">How many tunes there are on this silo, this one among them.</param>
internal sealed class ProgressPace(TimeProvider clock, Func<int> tunes)
{
    private const int SavesPerSecond = 32;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private long _since = clock.GetTimestamp();
    private bool _saving;

    private bool IsDue => clock.GetElapsedTime(_since) is var passed && passed >= ShortestPause && passed >= TimeSpan.FromSeconds(1) * tunes() / SavesPerSecond;

    /// <summary>Saves if it is due, else does nothing.</summary>
    public async Task KeepAsync(Func<Task> save)
    {
        if (_saving || !IsDue) return;
        _saving = true;
        try
        {
            await save();
        }
        finally
        {
            (_saving, _since) = (false, clock.GetTimestamp());
        }
    }
}
