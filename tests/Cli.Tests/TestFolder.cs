using System.Diagnostics;
using MusicGen.Music.Midi;
using MusicGen.Music.Starter;

namespace MusicGen.Cli.Tests;

/// <summary>An empty folder that is removed with its test.</summary>
internal sealed class TestFolder : IDisposable
{
    private static readonly Lazy<IReadOnlyList<StarterPiece>> Pieces = new(() => StarterCorpus.Compose());

    public string Path { get; } = Directory.CreateTempSubdirectory("musicgen-cli-").FullName;

    /// <summary>Adds pieces of the starter corpus.</summary>
    /// <param name="count">How many.</param>
    /// <param name="skip">Pieces that are left out before them.</param>
    public TestFolder WithPieces(int count, int skip = 0)
    {
        foreach (var piece in Pieces.Value.Skip(skip).Take(count)) With(piece.FileName, MidiWriter.Write(piece.Score));
        return this;
    }

    /// <summary>Adds a file.</summary>
    public TestFolder With(string name, byte[] content)
    {
        var path = System.IO.Path.Join(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return this;
    }

    /// <summary>Runs a shell command in it, for what only the shell can make: pipes, and names that are no UTF-8.</summary>
    public TestFolder WithShell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = Path })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return this;
    }

    /// <summary>By the shell, because a name that is no UTF-8 cannot be deleted from here.</summary>
    public void Dispose() => WithShell($"rm -rf '{Path}'");
}
