using System.CommandLine;

namespace MusicGen.Bench.Measuring;

/// <summary>Options that every bench has.</summary>
internal static class BenchOptions
{
    public static Option<DirectoryInfo[]> Corpora() => new Option<DirectoryInfo[]>("--corpus")
    {
        Description = "A folder of MIDI files, subfolders included; several may be given.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    }.AcceptExistingOnly();

    public static Option<FileInfo?> Json()
    {
        var json = new Option<FileInfo?>("--json") { Description = "Write the figures to this file too." };
        json.Validators.Add(result =>
        {
            // Said before minutes of measuring, not after them.
            if (result.GetValueOrDefault<FileInfo?>() is { Directory.Exists: false } file) result.AddError($"There is no folder {file.DirectoryName}.");
        });
        return json;
    }

    public static Option<int> Threads() => Whole("--threads", "CPU threads for the arithmetic.", Environment.ProcessorCount, 1, 1_024);

    public static Option<string> Device() => new("--device") { Description = "cpu, or cuda:0 and so on.", DefaultValueFactory = _ => "cpu" };

    public static Option<int> Rounds() => Whole("--rounds", "Times everything is measured; the median counts.", 5, 1, 1_000);

    /// <summary>A whole number within limits.</summary>
    public static Option<int> Whole(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most)) result.AddError($"{name} must be {least:N0} to {most:N0}.");
        });
        return option;
    }
}
