namespace MusicGen.Grains.Nodes;

/// <summary>Finds the training worker's executable.</summary>
internal static class WorkerExecutable
{
    private const string Name = "MusicGen.Trainer";

    /// <summary>The configured path, or the first of the usual places that has it; null when there is none.</summary>
    public static string? Find(TrainingNodeOptions options) =>
        (options.WorkerPath is { } configured ? [configured] : UsualPlaces()).Select(Path.GetFullPath).FirstOrDefault(File.Exists);

    private static IEnumerable<string> UsualPlaces()
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        yield return Path.Combine(here, "trainer", Name);                                     // a published silo
        yield return Path.Combine(here, "..", "..", "Trainer", Path.GetFileName(here), Name); // artifacts/bin/{project}/{configuration}
    }
}
