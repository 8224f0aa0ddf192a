namespace MusicGen.Cluster.Tests.Processes;

/// <summary>The programs under test, built in the configuration of these tests: artifacts/bin/{project}/{configuration}.</summary>
internal static class BuiltProgram
{
    public static string Bench { get; } = PathOf("Bench");

    public static string Silo { get; } = PathOf("Silo");

    private static string PathOf(string project)
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(here, "..", "..", project, Path.GetFileName(here), $"MusicGen.{project}"));
    }
}
