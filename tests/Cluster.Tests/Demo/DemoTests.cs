using System.Globalization;
using System.Text.RegularExpressions;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Tests;

namespace MusicGen.Cluster.Tests.Demo;

/// <summary>The demo, as a person or a script runs it.</summary>
public sealed partial class DemoTests : IDisposable
{
    private const int Tunes = 3;
    private const int FewestNotes = 32;
    private const int SmallestPictureBytes = 5_000;
    private const int Interrupted = 130;
    private const char Escape = '\u001b';

    // Source: PNG specification, third edition, 5.2.
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_TwiceAtTheSameTime_GivesTheSameTunes()
    {
        string[] options = ["--preset", "tiny", "--epochs", "1", "--seed", "7", "--tunes", $"{Tunes}"];
        await using var one = Start("one", options);
        await using var other = Start("other", options);

        var ended = await Task.WhenAll(one.EndAsync(Patience.Token), other.EndAsync(Patience.Token));

        Assert.All(ended, run => Assert.Equal((0, ""), (run.Code, run.Errors)));
        Assert.All(ended, run => Assert.Equal([1], HeldOutLosses(run.Output).Select(loss => loss.Epoch)));
        Assert.All(ended, run => Assert.DoesNotContain(Escape, run.Output));
        Assert.All(ended, run => Assert.StartsWith("Reading 48 MIDI files", run.Output, StringComparison.Ordinal));
        string[] tunes = [.. Enumerable.Range(1, Tunes).SelectMany(number => new[] { $"tune-{number}.mid", $"tune-{number}.notes" })];
        Assert.All(tunes, tune => Assert.Equal(File.ReadAllBytes(_folder["one", tune]), File.ReadAllBytes(_folder["other", tune])));
        Assert.Distinct(tunes.Select(tune => Convert.ToHexString(File.ReadAllBytes(_folder["one", tune]))));
        foreach (var folder in new[] { "one", "other" }) AssertPictures(_folder[folder]);
        foreach (var number in Enumerable.Range(1, Tunes)) AssertIsABand(MidiReader.Read(File.ReadAllBytes(_folder["one", $"tune-{number}.mid"])).Score);
        AssertNothingLeft();
        await AssertPlayableAsync(_folder["one"]);
    }

    [Fact]
    public async Task Demo_OfNoteNames_KeepsTheReportsWay()
    {
        await using var run = Start("out", "--tokens", "notenames", "--preset", "tiny", "--epochs", "1", "--tunes", "1");

        var ended = await run.EndAsync(Patience.Token);

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        var track = Assert.Single(MidiReader.Read(File.ReadAllBytes(_folder["out", "tune-1.mid"])).Score.Tracks);
        Assert.Equal((0, false), (track.Program, track.IsDrums));
        Assert.Single(track.Notes.Select(note => note.Duration).Distinct());
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("wjazzd", "notenames")]
    [InlineData("improvisor", "score24")]
    public async Task Demo_OfRealJazz_LearnsFromIt(string corpus, string tokens)
    {
        var jazz = TestCorpora.Require("jazz", corpus);

        await using var run = Start("out", "--corpus", jazz, "--tokens", tokens, "--preset", "tiny", "--epochs", "2", "--tunes", "1");
        var ended = await run.EndAsync(Patience.Token);

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        var losses = HeldOutLosses(ended.Output);
        Assert.Equal(2, losses.Count);
        Assert.True(losses[1].HeldOut < losses[0].HeldOut, ended.Output);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    public async Task Demo_StoppedWhileItTrains_LeavesNothingRunning(int signal)
    {
        await using var run = Start("out", "--preset", "tiny", "--epochs", "1000");
        while (await run.LineAsync() is { } line && !line.StartsWith("Training", StringComparison.Ordinal))
        {
        }
        await Patience.UntilAsync(() => run.Children().Count == 1, "the worker has started");
        var worker = Assert.Single(run.Children());

        run.Signal(signal);
        var ended = await run.EndAsync(Patience.Token);

        Assert.Equal((Interrupted, "Stopped before the end; nothing was left running.\n"), (ended.Code, ended.Errors));
        await worker.EndAsync();
        AssertNothingLeft();
    }

    private ProgramRun Start(string name, params string[] options)
    {
        Directory.CreateDirectory(_folder["temporary"]);
        return ProgramRun.Start(_folder["temporary"], ["demo", "--out", _folder[name], .. options]);
    }

    private void AssertNothingLeft()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["temporary"], "musicgen-*"));
        Assert.Empty(SeenProcess.With("TMPDIR", _folder["temporary"]));
    }

    private static void AssertPictures(string folder)
    {
        string[] pictures = ["losses.png", .. Enumerable.Range(1, Tunes).Select(number => $"tune-{number}.png")];
        Assert.All(pictures, picture =>
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, picture));
            Assert.Equal(PngSignature, bytes[..PngSignature.Length]);
            Assert.InRange(bytes.Length, SmallestPictureBytes, int.MaxValue);
        });
    }

    /// <summary>Sixteen bars, at least half of them with notes, of two or more instruments and drums, with lengths of more than one kind.</summary>
    private static void AssertIsABand(Score score)
    {
        const int Bars = 16;
        var ticksPerBar = 4 * score.TicksPerQuarter;
        var pitched = score.Tracks.Where(track => !track.IsDrums).ToList();
        Assert.InRange(pitched.Count, 2, 4);
        Assert.Contains(score.Tracks, track => track.IsDrums);
        Assert.InRange(pitched.SelectMany(track => track.Notes).Select(note => note.Duration).Distinct().Count(), 2, int.MaxValue);
        var bars = score.Tracks.SelectMany(track => track.Notes).Select(note => note.Onset.Value / ticksPerBar).Distinct().ToList();
        Assert.InRange(bars.Count, Bars / 2, Bars);
        Assert.Equal(Bars - 1, bars.Max());
    }

    private static async Task AssertPlayableAsync(string folder)
    {
        await Mido.RequireAsync();
        for (var number = 1; number <= Tunes; number++)
        {
            var tune = await Mido.ReadAsync(Path.Combine(folder, $"tune-{number}.mid"));
            Assert.InRange(tune.Notes, FewestNotes, int.MaxValue);
            Assert.Equal((0, 0), (tune.Hanging, tune.Orphans));
        }
    }

    /// <summary>The table of losses at the end of the output.</summary>
    private static List<(int Epoch, double HeldOut)> HeldOutLosses(string output) =>
        [.. LossRow().Matches(output).Select(row => (
            int.Parse(row.Groups["epoch"].Value, CultureInfo.InvariantCulture),
            double.Parse(row.Groups["loss"].Value, CultureInfo.InvariantCulture)))];

    [GeneratedRegex(@"^  epoch +(?<epoch>\d+): train \d+\.\d{4}, held-out (?<loss>\d+\.\d{4})\r?$", RegexOptions.Multiline)]
    private static partial Regex LossRow();
}
