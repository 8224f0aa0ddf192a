namespace MusicGen.Storage.Tests.Local;

/// <summary>An empty folder that is removed with its test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("musicgen-storage-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
