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

    public static Option<int> Rounds()
    {
        var rounds = new Option<int>("--rounds") { Description = "Times everything is measured; the median counts.", DefaultValueFactory = _ => 5 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000) result.AddError("--rounds must be 1 to 1,000.");
        });
        return rounds;
    }
}
