using System.Text.Json;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Tests;

namespace MusicGen.Cli.Tests.Midi;

public sealed class InspectTests
{
    private static readonly Score Waltz = new(
        480,
        [new Track("Sax", 65, [new Note(Ticks.Zero, new Ticks(480), 60, 80, 0)]), new Track(null, 0, [new Note(new Ticks(480), new Ticks(0), 38, 80, 9)])],
        [new Tempo(Ticks.Zero, 500_000)],
        [new Meter(Ticks.Zero, 3, 4)],
        new Ticks(960));

    private static readonly byte[] Cut = MidiWriter.Write(Waltz)[..^4];

    [Fact]
    public async Task Inspect_FolderAsJson_GivesALineAFileWithExactlyTheseFields()
    {
        using var folder = new TestFolder().With("b.mid", Cut).With("a/waltz.MID", MidiWriter.Write(Waltz)).With("c.mid", "<html>"u8.ToArray()).With("d.txt", []);

        var run = await CommandProcess.RunAsync(["midi", "inspect", ".", "--json"], folder.Path);

        Assert.Equal(1, run.Code);
        Assert.Equal(
            [
                """{"path":"./a/waltz.MID","notes":2,"sum_on":480,"sum_dur":480,"hanging":0,"orphan_offs":0,"overlaps":0,"zero_len":1,"drums":1,"end_tick":960,"dur_s":1,"tempo_n":1,"timesig_n":1,"programs":[[0,65],[9,0]],"repairs":[]}""",
                """{"path":"./b.mid","notes":2,"sum_on":480,"sum_dur":480,"hanging":0,"orphan_offs":0,"overlaps":0,"zero_len":1,"drums":1,"end_tick":960,"dur_s":1,"tempo_n":1,"timesig_n":1,"programs":[[0,65],[9,0]],"repairs":[{"kind":"chunkLength","offset":77,"count":1},{"kind":"noEndOfTrack","offset":93,"count":1}]}""",
                """{"path":"./c.mid","error":{"reason":"This is not a MIDI file: it has no header MThd.","offset":0}}""",
            ],
            run.Lines);
    }

    [Fact]
    public async Task Inspect_FilesForPeople_GivesRowsRepairsAndTotals()
    {
        using var folder = new TestFolder().With("a.mid", MidiWriter.Write(Waltz)).With("b.mid", Cut).With("c.mid", new byte[(16 << 20) + 1]);

        var run = await CommandProcess.RunAsync(["midi", "inspect", "a.mid", "b.mid", "c.mid"], folder.Path);

        Assert.Equal(1, run.Code);
        Assert.Equal(
            [
                "    notes   drums hanging overlaps parts    length  file",
                "        2       1       0        0     2      0:01  a.mid",
                "        2       1       0        0     2      0:01  b.mid",
                "    A chunk's length is wrong. It was read up to its end of track, the next track or the end of the file. (at byte 77)",
                "    A track has no end of track. It was taken to end with its chunk. (at byte 93)",
                "        -       -       -        -     -         -  c.mid: It is larger than 16 MB, which no MIDI file of music is.",
                "3 files: 2 read, 1 of them with repairs; 1 not read. 4 notes, 0:02.",
            ],
            run.Lines);
    }

    [Fact]
    public async Task Inspect_Strict_RefusesWhatLenientRepairs()
    {
        using var folder = new TestFolder().With("b.mid", Cut);

        var lenient = await CommandProcess.RunAsync(["midi", "inspect", "b.mid", "--json"], folder.Path);
        var strict = await CommandProcess.RunAsync(["midi", "inspect", "b.mid", "--json", "--strict"], folder.Path);

        Assert.Equal((0, 1), (lenient.Code, strict.Code));
        Assert.Equal("""{"path":"b.mid","error":{"reason":"A track has no end of track.","offset":93}}""", strict.Output.TrimEnd());
    }

    /// <remarks>It cannot be done before the signal: nobody reads what it writes, and a pipe holds far less.</remarks>
    [Fact]
    public async Task Inspect_InterruptedByCtrlC_StopsWithItsOwnExitCode()
    {
        using var folder = new TestFolder().WithPieces(20);
        using var process = CommandProcess.Start(["midi", "inspect", "--json", .. Enumerable.Repeat(".", 1_000)], folder.Path);
        await process.LineAsync("path");

        await process.InterruptAsync();

        Assert.Equal(130, (await process.EndAsync()).Code);
    }

    [Fact]
    public async Task Inspect_NoSuchFileAlone_IsAnErrorAndAWrongCall()
    {
        var run = await CommandProcess.RunAsync(["midi", "inspect", "nowhere.mid", "--json"]);

        Assert.Equal(2, run.Code);
        Assert.Equal("""{"path":"nowhere.mid","error":{"reason":"There is no such file or folder.","offset":null}}""", run.Output.TrimEnd());
        Assert.Equal("There is no MIDI file (.mid, .midi, .smf, .kar, .rmi) in nowhere.mid.", run.Errors.TrimEnd());
    }

    [Fact]
    public async Task Inspect_BadEntriesAmongGoodOnes_AreErrorsAndTheRestGoesOn()
    {
        using var folder = new TestFolder().With("d/z.mid", MidiWriter.Write(Waltz)).With("last.mid", MidiWriter.Write(Waltz));
        folder.WithShell("touch \"d/$(printf 'a\\377').mid\"; mkdir \"d/$(printf 'b\\377')\"; mkfifo d/c.mid; ln -s /dev/zero d/d.mid; ln -s gone d/e.mid");
        var leadsNowhere = $"Could not find file '{Path.Join(folder.Path, "d/e.mid")}'.";

        var run = await CommandProcess.RunAsync(["midi", "inspect", "nowhere.mid", "", "d", "last.mid", "--json"], folder.Path);

        const string NoUtf8 = "Its name is not UTF-8, so that it cannot be opened: rename it.";
        const string NotRegular = "It is not a regular file but a pipe, a device or the like.";
        const string Missing = "There is no such file or folder.";
        Assert.Equal(1, run.Code);
        Assert.Equal(
            [
                ("nowhere.mid", Missing), ("", Missing), ("d/a\uFFFD.mid", NoUtf8), ("d/b\uFFFD", NoUtf8), ("d/c.mid", NotRegular), ("d/d.mid", NotRegular),
                ("d/e.mid", leadsNowhere), ("d/z.mid", null), ("last.mid", null),
            ],
            run.Lines.Select(PathAndReason));
    }

    [Fact]
    public async Task Inspect_UnreadableFolder_IsAnErrorAndTheRestGoesOn()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The administrator reads every folder: run the tests as another user.");
        using var folder = new TestFolder().With("a/a.mid", MidiWriter.Write(Waltz)).With("b.mid", MidiWriter.Write(Waltz)).WithShell("chmod 000 a");

        var run = await CommandProcess.RunAsync(["midi", "inspect", ".", "--json"], folder.Path);

        folder.WithShell("chmod 700 a");
        Assert.Equal(1, run.Code);
        Assert.StartsWith("""{"path":"./a","error":{"reason":"This folder cannot be read: """, run.Lines[0], StringComparison.Ordinal);
        Assert.Equal(("./b.mid", null), PathAndReason(run.Lines[1]));
    }

    [Fact]
    public async Task Inspect_LinksInCircles_AreNotFollowedButLinksToFilesAre()
    {
        using var folder = new TestFolder().With("d/b.mid", MidiWriter.Write(Waltz)).WithShell("ln -s . d/self; ln -s .. d/up; ln -s b.mid d/a.mid; ln -s d named");

        var run = (await CommandProcess.RunAsync(["midi", "inspect", "named", "--json"], folder.Path)).Done();

        Assert.Equal([("named/a.mid", null), ("named/b.mid", null)], run.Lines.Select(PathAndReason));
    }

    /// <remarks>The kernel claims a length of 0 for it.</remarks>
    [Fact]
    public async Task Inspect_FileLongerThanItClaims_IsReadToItsEnd()
    {
        var run = await CommandProcess.RunAsync(["midi", "inspect", "/proc/self/status", "--json"]);

        Assert.Equal(("/proc/self/status", "This is not a MIDI file: it has no header MThd."), PathAndReason(run.Output));
    }

    [Fact]
    public async Task Inspect_NamesThatDriveATerminal_AreShownEscaped()
    {
        using var folder = new TestFolder().With("a\nb\t\e[2J\u202E.mid", MidiWriter.Write(Waltz)).With("c\r.mid", []).With("Größe.mid", MidiWriter.Write(Waltz));

        var text = await CommandProcess.RunAsync(["midi", "inspect", "."], folder.Path);
        var json = await CommandProcess.RunAsync(["midi", "inspect", ".", "--json"], folder.Path);

        Assert.Equal(5, text.Lines.Length);
        Assert.EndsWith(@"./Größe.mid", text.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith(@"  ./a\nb\t\x1b[2J\u202e.mid", text.Lines[2], StringComparison.Ordinal);
        Assert.Contains(@"  ./c\r.mid: ", text.Lines[3], StringComparison.Ordinal);
        Assert.StartsWith("""{"path":"./Größe.mid",""", json.Lines[0], StringComparison.Ordinal);
        Assert.Equal(("./a\nb\t\e[2J\u202E.mid", null), PathAndReason(json.Lines[1]));
    }

    [Fact]
    public async Task Inspect_OneFile_IsCountedAsOne()
    {
        using var folder = new TestFolder().With("a.mid", MidiWriter.Write(Waltz));

        var run = (await CommandProcess.RunAsync(["midi", "inspect", "a.mid"], folder.Path)).Done();

        Assert.Equal("1 file: 1 read, 0 of them with repairs; 0 not read. 2 notes, 0:01.", run.Lines[^1]);
    }

    /// <remarks>Against the numbers of an independent reader (corpora/README.md).</remarks>
    [Theory]
    [InlineData("multi-openmsx", "multi/openmsx")]
    [InlineData("jazz-improvisor", "jazz/improvisor")]
    public async Task Inspect_Corpus_AgreesWithTheGoldNumbers(string gold, string collection)
    {
        string[] fields = ["notes", "sum_on", "sum_dur", "hanging", "orphan_offs", "overlaps", "zero_len", "drums", "end_tick", "tempo_n", "timesig_n"];
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(TestCorpora.Require("gold", gold + ".json"), TestContext.Current.CancellationToken));
        var files = expected.RootElement.GetProperty("files");
        var folder = TestCorpora.Require(collection.Split('/'));

        var run = (await CommandProcess.RunAsync(["midi", "inspect", folder, "--json"])).Done();

        Assert.NotEmpty(run.Lines);
        Assert.Equal(files.EnumerateObject().Count(), run.Lines.Length);
        Assert.All(run.Lines, line =>
        {
            using var found = JsonDocument.Parse(line);
            var path = found.RootElement.GetProperty("path").GetString()!;
            var file = files.EnumerateObject().Single(entry => path.EndsWith("/" + entry.Name, StringComparison.Ordinal)).Value;
            Assert.All(fields, field => Assert.Equal((field, file.GetProperty(field).GetInt64()), (field, found.RootElement.GetProperty(field).GetInt64())));
            Assert.Equal(file.GetProperty("dur_s").GetDouble(), found.RootElement.GetProperty("dur_s").GetDouble(), 1e-5);
            Assert.Equal(JsonSerializer.Serialize(file.GetProperty("programs")), JsonSerializer.Serialize(found.RootElement.GetProperty("programs")));
        });
    }

    private static (string? Path, string? Reason) PathAndReason(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return (root.GetProperty("path").GetString(), root.TryGetProperty("error", out var error) ? error.GetProperty("reason").GetString() : null);
    }
}
