using Microsoft.Win32.SafeHandles;

namespace MusicGen.Storage.Local;

/// <summary>Which content a blob's file has: its last-write time, which the store sets itself so that it never repeats, and its length.</summary>
/// <param name="Ticks">Of 100 ns since the year 1, UTC.</param>
/// <param name="SizeBytes">Length of the content.</param>
internal readonly record struct FileVersion(long Ticks, long SizeBytes)
{
    public string ETag => $"{Ticks:x}-{SizeBytes:x}";

    public BlobEntry Entry(string key) => new(key, SizeBytes, ETag);

    /// <summary>Null when there is no such file.</summary>
    public static FileVersion? Find(string path)
    {
        // All three come from one stat call, which FileInfo keeps, so they belong together whatever happens to the name meanwhile.
        var file = new FileInfo(path);
        return file.Exists ? new FileVersion(file.LastWriteTimeUtc.Ticks, file.Length) : null;
    }

    public static FileVersion Of(SafeFileHandle handle) => new(File.GetLastWriteTimeUtc(handle).Ticks, RandomAccess.GetLength(handle));
}
