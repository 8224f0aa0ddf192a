using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Cli.Tests.Midi;

public sealed class NamesTests
{
    private const string Words = "# file: d/a.mid\nC4\n4.7.11\nE-4\n";

    /// <summary>C4 held over the first bar line; E, G and B together a bar later on another instrument; an E flat; a drum.</summary>
    private static readonly byte[] Piece = MidiWriter.Write(new Score(
        480,
        [
            new Track("Flute", 73, [Tone(0, 60, 0, 2_400), Tone(2_880, 63, 0)]),
            new Track("Piano", 0, [Tone(2_160, 64, 1), Tone(2_160, 67, 1), Tone(2_220, 71, 1)]),
            new Track(null, 0, [Tone(0, 38, 9)]),
        ],
        [new Tempo(Ticks.Zero, 500_000)],
        [new Meter(Ticks.Zero, 4, 4)]));

    [Fact]
    public async Task Names_ToStandardOutput_IsTheTextAndNothingElse()
    {
        using var folder = new TestFolder().With("d/a.mid", Piece).With("d/b.mid", "no MIDI"u8.ToArray());

        var run = await CommandProcess.RunAsync(["midi", "names", "nowhere.mid", "d"], folder.Path);

        Assert.Equal((1, Words), (run.Code, run.Output));
        Assert.Equal(
            "nowhere.mid: There is no such file or folder.\nd/b.mid: This is not a MIDI file: it has no header MThd. (byte 0)\nFiles: 1 written, 2 skipped.\n",
            run.Errors);
    }

    [Theory]
    [InlineData("# file: a.mid\nC4\nE-4\n", "--parts", "first")]
    [InlineData("# file: a.mid\nC4\n4.7\nB4\nE-4\n", "--tolerance", "16")]
    [InlineData("# file: a.mid\nC4\nC4\n4.7.11\nE-4\n", "--split-ties")]
    public async Task Names_WithAnOption_FollowsIt(string expected, params string[] option)
    {
        using var folder = new TestFolder().With("a.mid", Piece);

        var run = (await CommandProcess.RunAsync(["midi", "names", "a.mid", .. option], folder.Path)).Done();

        Assert.Equal(expected, run.Output);
    }

    [Fact]
    public async Task Names_IntoAFile_GivesTheTextAndItsDocument()
    {
        using var folder = new TestFolder().With("d/a.mid", Piece);

        var run = (await CommandProcess.RunAsync(["midi", "names", "d", "--out", "notes"], folder.Path)).Done();

        Assert.Equal("", run.Output);
        Assert.Equal(["d", "notes", "notes.json"], Entries(folder));
        Assert.Equal(Words, Text(folder, "notes"));
        using var about = JsonDocument.Parse(Text(folder, "notes.json"));
        Assert.Equal(3, about.RootElement.GetProperty("words").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Words))), about.RootElement.GetProperty("sha256").GetString());
    }

    [Theory]
    [InlineData("notes")]
    [InlineData("notes.json")]
    public async Task Names_IntoAFileThatIsThere_NeedsForce(string taken)
    {
        using var folder = new TestFolder().With("d/a.mid", Piece).With(taken, "mine"u8.ToArray());
        string[] call = ["midi", "names", "d", "--out", "notes"];

        (await CommandProcess.RunAsync(call, folder.Path))
            .IsRefused(2, $"{Path.Join(folder.Path, taken)} is there already: name another file, or overwrite it with --force.");
        Assert.Equal("mine", Text(folder, taken));
        (await CommandProcess.RunAsync([.. call, "--force"], folder.Path)).Done();
        Assert.Equal(Words, Text(folder, "notes"));
    }

    [Fact]
    public async Task Names_IntoAFolderThatIsNotThere_IsRefused()
    {
        using var folder = new TestFolder().With("d/a.mid", Piece);

        (await CommandProcess.RunAsync(["midi", "names", "d", "--out", "none/notes"], folder.Path)).IsRefused(2, $"There is no folder {Path.Join(folder.Path, "none")}.");
    }

    [Theory]
    [InlineData(2, "There is no MIDI file (.mid, .midi, .smf, .kar, .rmi) in empty.", "empty")]
    [InlineData(1, "No file could be read.", "b.mid")]
    public async Task Names_OfNothing_LeavesNoFileAndTheOldOne(int code, string sentence, string path)
    {
        using var folder = new TestFolder().With("b.mid", []).With("empty/x.txt", []).With("notes", "mine"u8.ToArray());

        var run = await CommandProcess.RunAsync(["midi", "names", path, "--out", "notes", "--force"], folder.Path);

        Assert.Equal(code, run.Code);
        Assert.EndsWith(sentence + "\n", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["b.mid", "empty", "notes"], Entries(folder));
        Assert.Equal("mine", Text(folder, "notes"));
    }

    private static Note Tone(long onset, int pitch, int channel, long duration = 240) => new(new Ticks(onset), new Ticks(duration), pitch, 80, channel);

    private static string Text(TestFolder folder, string name) => File.ReadAllText(Path.Join(folder.Path, name));

    private static string[] Entries(TestFolder folder) => [.. Directory.EnumerateFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
