namespace MusicGen.Storage.Local;

/// <summary>A new file that exists as long as this object, unless it is moved away.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly FileStream _file;

    public TemporaryFile(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public string Path { get; }

    /// <summary>Writes the content and flushes it to the disk.</summary>
    public async Task FillAsync(Func<FileStream, Task> fill)
    {
        await fill(_file);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Closes the file and gives it its last-write time.</summary>
    public FileVersion Stamp(long ticks)
    {
        File.SetLastWriteTimeUtc(_file.SafeFileHandle, new DateTime(ticks, DateTimeKind.Utc));
        var version = FileVersion.Of(_file.SafeFileHandle);
        _file.Dispose();
        return version;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }
}
