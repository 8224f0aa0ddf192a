namespace MusicGen.Cluster.Tests;

/// <summary>An empty folder that is removed with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("musicgen-cluster-").FullName;

    /// <summary>The path of something in the folder.</summary>
    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Another one with all that this holds, which nobody writes meanwhile.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var folder in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(copy[System.IO.Path.GetRelativePath(Path, folder)]);
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
            File.Copy(file, copy[System.IO.Path.GetRelativePath(Path, file)]);
        return copy;
    }

    /// <summary>Writes a shell script.</summary>
    /// <returns>Its path.</returns>
    public string Script(string name, params string[] lines)
    {
        File.WriteAllLines(this[name], ["#!/bin/sh", .. lines]);
        File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
