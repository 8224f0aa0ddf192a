using System.Runtime.CompilerServices;

namespace MusicGen.Tests;

/// <summary>The real MIDI collections and parser test files, which stay outside the repository because of their licences.</summary>
internal static class TestCorpora
{
    /// <summary>Root of the repository's working tree.</summary>
    public static string Repository { get; } = FindRepository();

    private static string Folder { get; } = Environment.GetEnvironmentVariable("MUSICGEN_CORPORA") is { Length: > 0 } named
        ? named
        : Path.GetFullPath(Path.Combine(Repository, "..", "shared", "corpora"));

    /// <summary>Path of a file or folder below the corpora; skips the test where they are absent.</summary>
    public static string Require(params string[] path)
    {
        var found = Path.Combine([Folder, .. path]);
        if (!Path.Exists(found))
            Assert.Skip($"{string.Join('/', path)} is not among the corpora: set MUSICGEN_CORPORA to the folder that has the MIDI collections.");
        return found;
    }

    private static string FindRepository([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
