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

    public static Option<int> Rounds(int usual = 5) => Whole("--rounds", "Times everything is measured; the median counts.", usual, 1, 1_000);

    /// <summary>Where the collections lie that benches train on; the folder need not exist.</summary>
    public static Option<DirectoryInfo> CorporaFolder() => new("--corpora")
    {
        Description = "The folder that has the collections. Default: MUSICGEN_CORPORA, or ../shared/corpora",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.GetEnvironmentVariable("MUSICGEN_CORPORA") is { Length: > 0 } named ? named : "../shared/corpora"),
    };

    /// <summary>Several whole numbers, each from 1.</summary>
    public static Option<int[]> Numbers(string name, string description, int[] usual, int most)
    {
        var option = new Option<int[]>(name) { Description = description, DefaultValueFactory = _ => usual, AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>() is { } values && values.Any(value => value < 1 || value > most)) result.AddError($"{name} must be 1 to {most:N0} each.");
        });
        return option;
    }

    /// <summary>How long something is measured.</summary>
    public static Option<double> Seconds(string name, string description, double usual)
    {
        var seconds = new Option<double>(name) { Description = description, DefaultValueFactory = _ => usual };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 60)) result.AddError($"{name} must be above 0 and at most 60.");
        });
        return seconds;
    }

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
