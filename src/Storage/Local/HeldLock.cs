namespace MusicGen.Storage.Local;

/// <summary>The right to write the keys of one lock, until disposed.</summary>
internal sealed class HeldLock(SemaphoreSlim turn, FileStream file) : IDisposable
{
    /// <summary>A time that no write under this lock had before: now, or a tick behind the latest one where the clock lags.</summary>
    /// <remarks>The lock file's own last-write time remembers it, so that a blob that is deleted and written again gets another ETag, too.</remarks>
    public long NextTicks(long now, long current)
    {
        var latest = File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks;
        var ticks = Math.Max(now, Math.Max(latest, current) + 1);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, new DateTime(ticks, DateTimeKind.Utc));
        return ticks;
    }

    public void Dispose()
    {
        file.Dispose();
        turn.Release();
    }
}
