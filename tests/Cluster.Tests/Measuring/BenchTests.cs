using System.IO.Compression;
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
        var figures = await MeasureCorpusAsync("midi", "--rounds", "1");

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
        var row = Assert.Single(await MeasureCorpusAsync("fidelity"));

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

    [Fact]
    public async Task Train_OneRoundOfTheSmallestPreset_MeasuresBothPrecisionsAndMemory()
    {
        var figures = await MeasureAsync("train", "--presets", "tiny", "--rounds", "1", "--batch", "2", "--memory-steps", "101");

        var speeds = figures.GetProperty("speeds")[0].EnumerateArray().ToList();
        Assert.Equal(["fp32", "bf16"], speeds.Select(row => row.GetProperty("precision").GetString()));
        Assert.All(speeds, row => Assert.True(row.GetProperty("tokensPerSecond").GetDouble() > 0 && row.GetProperty("gemmShare").GetDouble() is > 0 and < 1));
        Assert.Equal(101, figures.GetProperty("memory").GetProperty("steps").GetInt32());
        Assert.Equal(2, figures.GetProperty("conditions").GetProperty("batchSize").GetInt32());
    }

    [Fact]
    public async Task Decode_SmallNetwork_MeasuresEveryPathBesidePeersAndLimitsAndWhatFewerBitsLose()
    {
        WriteSolos();

        var figures = await MeasureAsync("decode", "--sizes", "32", "--batches", "1", "2", "--threads", "1", "--seconds", "0.001", "--rounds", "1", "--corpora", _folder.Path);

        var cells = figures.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal([1, 2], cells.Select(cell => cell.GetProperty("batch").GetInt32()));
        JsonElement[] rows = [.. cells[0].GetProperty("figures").EnumerateArray()];
        Assert.Equal(["Own", "TorchSharp", "OnnxRuntime", "OnnxRuntimeEightBits"], rows.Select(row => row.GetProperty("kind").GetString()).Distinct());
        Assert.All(rows, row => Assert.True(row.GetProperty("tokensPerSecond").GetDouble() > 0 && row.GetProperty("timesTorchSharp").GetDouble() > 0));
        Assert.Equal(1, rows[^1].GetProperty("timesOnnxRuntimeEightBits").GetDouble());
        Assert.True(rows[0].GetProperty("multiplyAddShare").GetDouble() > 0 && rows[0].GetProperty("readShare").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, cells[1].GetProperty("figures")[0].GetProperty("readShare").ValueKind);

        var losses = figures.GetProperty("heldOut").EnumerateArray().ToLookup(row => row.GetProperty("path").GetString(), row => row.GetProperty("againstSinglePrecision").GetDouble());
        Assert.All(losses["EightBits"].Concat(losses["BFloat16"]), difference => Assert.InRange(Math.Abs(difference), 1e-9, 0.01));
        Assert.All(losses["TorchSharp fp32"], difference => Assert.InRange(difference, -1e-4, 1e-4));
        Assert.Equal(2, losses["TorchSharp fp32"].Count());
    }

    [Fact]
    public async Task Decode_WithoutPeersAndSolos_MeasuresTheDecoderAlone()
    {
        var figures = await MeasureAsync("decode", "--sizes", "32", "--batches", "1", "--threads", "1", "--seconds", "0.001", "--rounds", "1", "--no-peers", "--corpora", _folder.Path);

        Assert.Equal(JsonValueKind.Null, figures.GetProperty("heldOut").ValueKind);
        var cell = Assert.Single(figures.GetProperty("cells").EnumerateArray());
        Assert.All(cell.GetProperty("figures").EnumerateArray(), row => Assert.Equal(("Own", JsonValueKind.Null), (row.GetProperty("kind").GetString(), row.GetProperty("timesTorchSharp").ValueKind)));
    }

    [Fact]
    public async Task Serve_SmallNetwork_MeasuresLoadsBesideTheEngineAndOverload()
    {
        var figures = await MeasureAsync(
            "serve", "--hidden", "16", "--epochs", "1", "--sessions", "1", "3", "--bars", "2", "--seconds", "0.5", "--warm-up", "0.5", "--cancellations", "80");

        JsonElement[] loads = [.. figures.GetProperty("loads").EnumerateArray()];
        Assert.Equal([1, 3], loads.Select(load => load.GetProperty("sessions").GetInt32()));
        Assert.All(loads, load => Assert.True(load.GetProperty("engineWordsPerSecond").GetDouble() > 0 && load.GetProperty("wordsPerSecond").GetDouble() > 0));
        Assert.All(loads, load => Assert.True(load.GetProperty("leastWords").GetInt64() > 0 && load.GetProperty("fairness").GetDouble() is > 0 and <= 1));
        var overload = figures.GetProperty("overload");
        var hammered = overload.GetProperty("hammered"); // in so short a time nothing need be refused
        Assert.True(hammered.GetProperty("sentPerSecond").GetDouble() > 0 && hammered.GetProperty("accepted").GetInt32() + hammered.GetProperty("refused").GetInt32() > 0);
        var canceled = overload.GetProperty("canceled");
        Assert.Equal((80, 64, 64), (canceled.GetProperty("accepted").GetInt32(), canceled.GetProperty("acceptedAfterwards").GetInt32(), canceled.GetProperty("endedAfterwards").GetInt32()));
    }

    [Fact]
    public async Task Soak_SmallNetworkForSeconds_LooksAtTheServiceAndSaysWhetherItGrows()
    {
        var figures = await MeasureAsync("soak", "--minutes", "0.1", "--peak-seconds", "1", "--clients", "2", "--hidden", "16", "--bars", "1");

        JsonElement[] samples = [.. figures.GetProperty("samples").EnumerateArray()];
        Assert.InRange(samples.Length, 8, 12);
        Assert.All(samples, sample => Assert.True(sample.GetProperty("memoryBytes").GetInt64() > 1 << 20 && sample.GetProperty("handles").GetInt32() > 3 && sample.GetProperty("threads").GetInt32() > 1));
        Assert.Contains(samples, sample => sample.GetProperty("tunes").GetInt32() > 0 && sample.GetProperty("p99Milliseconds").GetDouble() > 0);
        Assert.Equal(["memory, MB", "handles", "threads", "stored, MB"], figures.GetProperty("trends").EnumerateArray().Select(trend => trend.GetProperty("figure").GetString()));
        Assert.All(figures.GetProperty("trends").EnumerateArray(), trend => Assert.True(trend.GetProperty("early").GetDouble() > 0));
    }

    [Fact]
    public async Task Quality_OfAFewChorales_MeasuresNatsAFrame()
    {
        int[][][] chorales = [[[60, 64], [60, 64], [62, 65]], [[60], [], [64, 67]], [[62, 65], [60, 64]]];
        WriteZipped(Path.Join("bench-bl2012", "JSB_Chorales.train-valid.json.gz"), new { train = chorales, valid = chorales[..1] });

        var rows = await QualityAsync("jsb");

        Assert.InRange(rows[0].GetProperty("value").GetDouble(), 0.1, 20);
        Assert.Equal("nats a frame", rows[0].GetProperty("unit").GetString());
    }

    [Fact]
    public async Task Quality_OfAFewSolos_MeasuresNatsANoteBesideAnNgram()
    {
        WriteSolos();

        var rows = await QualityAsync("weimar");

        Assert.InRange(rows[0].GetProperty("value").GetDouble(), 1, 10);
        Assert.InRange(rows[0].GetProperty("peerValue").GetDouble(), 1, 10);
    }

    [Fact]
    public async Task Quality_OfTheReportsRunWithoutItsCollection_TakesThePracticePiecesAndSaysSo()
    {
        var rows = await QualityAsync("report");

        Assert.Contains("practice pieces", rows[0].GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.InRange(rows[2].GetProperty("value").GetDouble(), 0, 1); // copy rate
    }

    private async Task<JsonElement[]> QualityAsync(string set) =>
        [.. (await MeasureAsync("quality", "--set", set, "--epochs", "1", "--corpora", _folder.Path)).GetProperty("figures").EnumerateArray()];

    private async Task<JsonElement[]> MeasureCorpusAsync(string bench, params string[] options) =>
        [.. (await MeasureAsync(bench, ["--corpus", _folder["corpus"], .. options])).EnumerateArray()];

    private async Task<JsonElement> MeasureAsync(string bench, params string[] options)
    {
        await using var run = ProgramRun.Start(BuiltProgram.Bench, null, [bench, "--json", _folder["figures.json"], .. options]);
        var result = await run.EndAsync(Patience.Token);
        Assert.True(result.Code == 0, result.Errors);
        using var file = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["figures.json"], Patience.Token));
        return file.RootElement.GetProperty("figures").Clone();
    }

    /// <summary>Pieces in the solos' place, one of which is held out.</summary>
    private void WriteSolos()
    {
        Directory.CreateDirectory(_folder["jazz/wjazzd"]);
        foreach (var piece in StarterCorpus.Compose().Take(11)) File.WriteAllBytes(Path.Join(_folder["jazz/wjazzd"], piece.FileName), MidiWriter.Write(piece.Score));
    }

    private void WriteZipped(string name, object content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        using var zipped = new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest);
        JsonSerializer.Serialize(zipped, content);
    }
}
