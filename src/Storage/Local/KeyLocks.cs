namespace MusicGen.Storage.Local;

/// <summary>One writer a key at a time, among the threads of this process and all processes that share the folder.</summary>
/// <remarks>
/// Keys share a fixed number of locks. Each is a semaphore within the process and, inside it, a file opened for nobody else (flock), which the
/// kernel gives free when its holder dies.
/// </remarks>
internal sealed class KeyLocks
{
    private const int Stripes = 256;

    // EAGAIN on Linux and macOS, ERROR_SHARING_VIOLATION on Windows: what .NET reports when another process has the file.
    private const int LockedLinux = 11;
    private const int LockedMac = 35;
    private const int LockedWindows = unchecked((int)0x80070020);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(16);

    private readonly string _folder;
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    public KeyLocks(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    /// <returns>The caller disposes it to let the next one in.</returns>
    public async Task<HeldLock> AcquireAsync(string key, CancellationToken cancellationToken)
    {
        var stripe = Stripe(key);
        var turn = _turns[stripe];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return new HeldLock(turn, await OpenAsync(Path.Join(_folder, $"{stripe:x2}"), cancellationToken));
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause < LongestPause ? 2 * pause : pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException locked) when (locked.HResult is LockedLinux or LockedMac or LockedWindows)
            {
                // Another process is real: its lock opens in real time, whatever clock the store was given.
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    // FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv): the same in every process, which string.GetHashCode is not.
    private static int Stripe(string key)
    {
        var hash = 2166136261u;
        foreach (var letter in key) hash = (hash ^ letter) * 16777619u;
        return (int)((hash ^ (hash >> 16)) % Stripes);
    }
}
