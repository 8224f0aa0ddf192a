using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Cluster.Tests.Demo;

/// <summary>What the demo cannot use: a sentence, exit code 2, and nothing left behind.</summary>
public sealed class DemoRefusalTests : IDisposable
{
    private const int UsageError = 2;
    private const int BassDrum = 36;

    private readonly TemporaryFolder _folder = new();

    public DemoRefusalTests()
    {
        Directory.CreateDirectory(_folder["corpus"]);
        Directory.CreateDirectory(_folder["temporary"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Demo_EmptyFolder_IsRefused() => AssertRefusedAsync(
        $"{_folder["corpus"]} has no MIDI file (.mid, .midi, .smf, .kar, .rmi): name a folder that has some with --corpus.",
        "--corpus", _folder["corpus"]);

    [Fact]
    public Task Demo_MissingFolder_IsRefused() =>
        AssertRefusedAsync($"There is no folder {_folder["missing"]}.", "--corpus", _folder["missing"]);

    [Fact]
    public async Task Demo_OnlyCorruptFiles_IsRefusedWithAReasonForEach()
    {
        var whole = UnbrokenTraining.Files.First().Content;
        Write("cut.mid", whole.Span[..20]); // nothing but the header
        Write("other.mid", "not a MIDI file"u8);
        Write("empty.mid", []);

        var run = await AssertRefusedAsync("No file could be used: MusicGen needs MIDI files that have notes.", "--corpus", _folder["corpus"]);

        Assert.Contains("0 accepted with 0 notes, 0 duplicates, 3 rejected", run.Output, StringComparison.Ordinal);
        string[] names = ["cut.mid", "other.mid", "empty.mid"];
        Assert.All(names, name => Assert.Contains($"  {name}: rejected. ", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Demo_OnlySilentFiles_IsRefused()
    {
        Write("silent.mid", MidiWriter.Write(new Score(480, [], [new Tempo(Ticks.Zero, 500_000)])));

        var run = await AssertRefusedAsync("No file could be used: MusicGen needs MIDI files that have notes.", "--corpus", _folder["corpus"]);

        Assert.Contains("  silent.mid: rejected. It is a MIDI file without a single note.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OnlyDrumsInNoteNames_IsRefused()
    {
        var beats = Enumerable.Range(0, 64).Select(beat => new Note(new Ticks(beat * 480), new Ticks(240), BassDrum, 100, Track.DrumChannel));
        Write("drums.mid", MidiWriter.Write(new Score(480, [new Track("drums", 0, beats)])));

        var run = await RefusedAsync("--corpus", _folder["corpus"], "--tokens", "notenames");

        Assert.StartsWith("The training did not succeed: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Demo_OutBelowAFile_IsRefused()
    {
        Write("file", []);
        var target = Path.Combine(_folder["corpus", "file"], "out");

        // The last --out would hold, so this one stands alone.
        var run = await RunAsync("demo", "--out", target);

        AssertClean(run);
        Assert.StartsWith($"Nothing can be written to {target}: ", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith(" Choose another folder with --out.\n", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs must be 1 to 10,000.")]
    [InlineData("--epochs", "10001", "--epochs must be 1 to 10,000.")]
    [InlineData("--epochs", "many", "--epochs must be 1 to 10,000.")]
    [InlineData("--tunes", "0", "--tunes must be 1 to 100.")]
    [InlineData("--tunes", "101", "--tunes must be 1 to 100.")]
    [InlineData("--seed", "-1", "--seed must be 0 to 9,007,199,254,740,891.")]
    public Task Demo_NumberOutOfRange_IsRefused(string option, string value, string sentence) =>
        AssertRefusedAsync($"{sentence}\nSee --help.", option, value);

    [Theory]
    [InlineData("--preset", "huge", "There is no preset 'huge': choose one of tiny, small, base, large.")]
    [InlineData("--epoch", "3", "Unrecognized command or argument '--epoch'.\nUnrecognized command or argument '3'.")]
    public Task Demo_OptionThatDoesNotExist_IsRefused(string option, string value, string sentence) =>
        AssertRefusedAsync($"{sentence}\nSee --help.", option, value);

    private void Write(string name, ReadOnlySpan<byte> content) => File.WriteAllBytes(_folder["corpus", name], content);

    private async Task<ProgramResult> AssertRefusedAsync(string sentence, params string[] options)
    {
        var run = await RefusedAsync(options);
        Assert.Equal(sentence + "\n", run.Errors);
        return run;
    }

    private async Task<ProgramResult> RefusedAsync(params string[] options)
    {
        var run = await RunAsync(["demo", "--out", _folder["out"], .. options]);
        AssertClean(run);
        return run;
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => ProgramRun.RunAsync(_folder["temporary"], arguments);

    private void AssertClean(ProgramResult run)
    {
        Assert.Equal(UsageError, run.Code);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["temporary"], "musicgen-*"));
        Assert.Empty(SeenProcess.With("TMPDIR", _folder["temporary"]));
    }
}
