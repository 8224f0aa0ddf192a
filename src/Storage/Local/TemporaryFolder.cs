namespace MusicGen.Storage.Local;

/// <summary>Where content is written before it gets its name.</summary>
internal sealed class TemporaryFolder
{
    private static readonly TimeSpan StaleAge = TimeSpan.FromHours(1);

    private readonly string _folder;

    /// <summary>Creates the folder, makes sure that files can be written in it and clears what dead processes left.</summary>
    public TemporaryFolder(string folder, TimeProvider clock)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        var now = clock.GetUtcNow().UtcDateTime;
        CheckTimes(now.Ticks | 1);
        var stale = now - StaleAge;
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            if (File.GetLastWriteTimeUtc(file) < stale) RemoveUnlessOpen(file);
        }
    }

    /// <summary>A file with the content, closed and flushed to the disk.</summary>
    /// <returns>The caller disposes it, which deletes the file unless it was moved.</returns>
    public async Task<TemporaryFile> WriteAsync(Func<FileStream, Task> fill)
    {
        var file = new TemporaryFile(NewPath());
        try
        {
            await file.FillAsync(fill);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private string NewPath() => Path.Join(_folder, Guid.NewGuid().ToString("n"));

    // ETags are last-write times: a file system that rounds them would give two contents the same one.
    private void CheckTimes(long ticks)
    {
        using var file = new TemporaryFile(NewPath());
        if (file.Stamp(ticks).Ticks != ticks) throw new IOException($"The file system of {_folder} keeps no times of 100 ns, which the store needs.");
    }

    // A live writer, however slow, has its file open for nobody else.
    private static void RemoveUnlessOpen(string file)
    {
        try
        {
            using var alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            File.Delete(file);
        }
        catch (IOException)
        {
            // Open elsewhere, or another process removed it first.
        }
    }
}
