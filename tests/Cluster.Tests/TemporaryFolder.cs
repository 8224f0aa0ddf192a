namespace MusicGen.Cluster.Tests;

/// <summary>An empty folder that is removed with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("musicgen-cluster-").FullName;

    /// <summary>The path of something in the folder.</summary>
    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Copies all that another folder holds, which nobody writes meanwhile.</summary>
    public void Fill(string from)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(this[System.IO.Path.GetRelativePath(from, folder)]);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, this[System.IO.Path.GetRelativePath(from, file)]);
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
