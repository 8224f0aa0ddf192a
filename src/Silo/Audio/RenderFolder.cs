namespace MusicGen.Silo.Audio;

/// <summary>The folder of one rendering, for nobody else's eyes; it goes with its object.</summary>
internal sealed class RenderFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="path">Must not be there yet.</param>
    public RenderFolder(string path)
    {
        Path = path;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly);
    }

    public string Path { get; }

    /// <summary>The tune as MIDI.</summary>
    public string Midi => System.IO.Path.Join(Path, "tune.mid");

    /// <summary>The tune as audio, once it is rendered.</summary>
    public string Audio => System.IO.Path.Join(Path, "audio");

    /// <summary>How much of the audio there is.</summary>
    public long AudioBytes => new FileInfo(Audio) is { Exists: true } file ? file.Length : 0;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
