using System.Text.Json;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Music.Midi;
using MusicGen.Music.Starter;

namespace MusicGen.Cluster.Tests.Measuring;

/// <summary>The benches run, and their files say what their tables say. How fast anything is, no test can hold on a shared machine.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BenchTests()
    {
        Directory.CreateDirectory(_folder["corpus"]);
        foreach (var piece in StarterCorpus.Compose().Take(6)) File.WriteAllBytes(Path.Join(_folder["corpus"], piece.FileName), MidiWriter.Write(piece.Score));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Midi_SomeFiles_MeasuresEveryStepAndAServiceOfItsOwn()
    {
        var figures = await MeasureAsync("midi", "--rounds", "1");

        string[] subjects = [.. figures.Select(row => row.GetProperty("subject").GetString()!)];
        Assert.Superset(
            new HashSet<string> { "read, lenient", "write note file", "Score24 tokens", "MIDI to note file and Score24", "service: both" },
            subjects.ToHashSet());
        Assert.All(figures, row => Assert.True(row.GetProperty("megabytesPerSecond").GetDouble() > 0));
        var copy = figures.Single(row => row.GetProperty("shareOfMemoryCopy").GetDouble() == 1);
        Assert.StartsWith("limit: copy", copy.GetProperty("subject").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fidelity_SomeFiles_CountsTheirNotes()
    {
        var row = Assert.Single(await MeasureAsync("fidelity"));

        var notes = StarterCorpus.Compose().Take(6).Sum(piece => piece.Score.NoteCount);
        Assert.Equal(notes, row.GetProperty("notes").GetInt32() + row.GetProperty("duplicates").GetInt32());
        Assert.True(row.GetProperty("isWithinLimits").GetBoolean());
    }

    [Fact]
    public async Task Midi_FolderWithoutMidi_SaysSo()
    {
        Directory.CreateDirectory(_folder["empty"]);

        await using var run = ProgramRun.Start(BuiltProgram.Bench, null, ["midi", "--corpus", _folder["empty"]]);
        var result = await run.EndAsync(Patience.Token);

        Assert.Equal((1, "There is no MIDI file in the corpus."), (result.Code, result.Errors.Trim()));
    }

    private async Task<JsonElement[]> MeasureAsync(string bench, params string[] options)
    {
        await using var run = ProgramRun.Start(BuiltProgram.Bench, null, [bench, "--corpus", _folder["corpus"], "--json", _folder["figures.json"], .. options]);
        var result = await run.EndAsync(Patience.Token);
        Assert.True(result.Code == 0, result.Errors);
        using var file = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["figures.json"], Patience.Token));
        return [.. file.RootElement.GetProperty("figures").EnumerateArray().Select(row => row.Clone())];
    }
}
