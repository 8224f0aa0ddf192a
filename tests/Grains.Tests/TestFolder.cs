namespace MusicGen.Grains.Tests;

/// <summary>An empty folder that is removed with its test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("musicgen-grains-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
