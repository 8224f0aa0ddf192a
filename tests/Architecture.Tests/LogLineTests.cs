using System.Text.RegularExpressions;

namespace MusicGen.Architecture.Tests;

/// <summary>What log lines of the product may say: ids, numbers and words of the product's own, and nothing that a user wrote.</summary>
public sealed partial class LogLineTests
{
    /// <summary>Each was looked at. A further one needs a look at what it will hold: no file names, no names of things, no music, no keys.</summary>
    private static readonly string[] Harmless =
    [
        "Attempt", "Corpus", "Device", "ExitCode", "From", "Grain", "Id", "Key", "Kind", "LeaseEpoch", "Members", "MemoryBytes", "Megabytes", "Method", "Name", "Node", "Number", "Owner", "Process", "Renderers", "Route", "Seconds",
        "Session", "Sha256", "Slots", "Threads", "Unit",
        "Cluster", "Executable", "SoundFont", "Formats", "Place", "Reason", // of the operator's own settings
        "LastWords", // of a worker: its faults, which name numbers and keys of blobs
    ];

    [Fact]
    public void Placeholders_OfAllLogLines_AreHarmless()
    {
        var others =
            from line in Lines()
            from Match placeholder in Placeholder().Matches(line.Text)
            where !Harmless.Contains(placeholder.Groups[1].Value)
            select $"{line.Path}: {placeholder.Value} in \"{line.Text}\"";

        Assert.Empty(others);
    }

    [Fact]
    public void Ids_OfAllLogLines_AreDifferent() => Assert.Empty(Lines().GroupBy(line => line.Id).Where(lines => lines.Count() > 1).Select(lines => string.Join(", ", lines.Select(line => line.Path).Prepend(lines.Key))));

    [Fact]
    public void LogLines_OfTheProduct_AreAllDeclared() => Assert.Empty(
        from file in SourceFile.Product
        from line in file.Lines
        where Ad().IsMatch(line)
        select $"{file.Path}: {line.Trim()}");

    private static List<(string Path, string Id, string Text)> Lines()
    {
        var lines = (
            from file in SourceFile.Product
            from Match message in Message().Matches(string.Join('\n', file.Lines))
            select (file.Path, Id: message.Groups["id"].Value, Text: message.Groups["text"].Value)).ToList();
        Assert.True(lines.Count > 30);
        return lines;
    }

    [GeneratedRegex("""\[LoggerMessage\((?<id>\d+), LogLevel\.\w+,\s*"(?<text>[^"]*)"\)\]""")]
    private static partial Regex Message();

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Placeholder();

    /// <summary>A message that is put together where it is written.</summary>
    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex Ad();
}
