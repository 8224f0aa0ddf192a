namespace MusicGen.Silo.Demo;

/// <summary>The folder that the demo leaves its tunes in.</summary>
internal static class DemoFolder
{
    /// <summary>Found out before the work, not after it.</summary>
    /// <exception cref="DemoException">The folder cannot be created or written.</exception>
    public static void RequireWritable(DirectoryInfo folder)
    {
        try
        {
            folder.Create();
            using var probe = new FileStream(Path.Combine(folder.FullName, $".writable-{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"Nothing can be written to {folder.FullName}: {e.Message} Choose another folder with --out.", e);
        }
    }
}
