using MusicGen.Client.Corpora;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Training;
using MusicGen.Music.Midi;
using MusicGen.Music.Starter;

namespace MusicGen.Cluster.Tests.Training;

/// <summary>A training that nothing disturbed, and the data folder that it left: what every disturbed one must equal.</summary>
public sealed class UnbrokenTraining : IAsyncLifetime
{
    private const int Pieces = 16;

    private readonly TemporaryFolder _data = new();
    private byte[] _weights = [];

    internal string Corpus { get; private set; } = "";

    internal string Model { get; } = "unbroken";

    internal TrainingSummary Training { get; private set; } = null!;

    /// <summary>Some pieces of the starter corpus, written as MIDI files.</summary>
    internal static IEnumerable<MidiFile> Files =>
        StarterCorpus.Compose().Take(Pieces).Select(piece => new MidiFile(piece.FileName, MidiWriter.Write(piece.Score)));

    /// <summary>The request for such a training: long enough to be disturbed, with epochs that last a second or more.</summary>
    internal CreateTraining Request => new(Corpus, Preset: "tiny", Epochs: 5, BatchSize: 4, SequenceLength: 16, Seed: 7, Tokenizer: new TokenizerSettings(TokenizerKind.NoteNames));

    public async ValueTask InitializeAsync()
    {
        await using var silo = await SiloProcess.StartAsync(_data);
        var corpus = await silo.Client.Corpora.CreateAsync(new CreateCorpus("starter"), cancellationToken: Patience.Token);
        Corpus = corpus.Id;
        var upload = await silo.Client.Corpora.UploadAsync(Corpus, Files, Patience.Token);
        await foreach (var progress in silo.Client.Corpora.WatchAsync(Corpus, upload.Number, Patience.Token)) Assert.Equal(0, progress.Rejected);

        var training = await silo.Client.Trainings.CreateAsync(Request, cancellationToken: Patience.Token);
        await silo.EventsAsync(training.Id);
        Training = await silo.Client.Trainings.GetAsync(training.Id, Patience.Token);
        Assert.Equal(TrainingPhase.Succeeded, Training.Phase);
        await silo.Client.Models.PublishAsync(new PublishModel(training.Id, Model, Training.Checkpoints[^1].Name), Patience.Token);
        _weights = await silo.WeightsAsync(Model);
        Assert.Equal(0, (await silo.TerminateAsync()).Code);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A data folder with the corpus, the training and its model, for one test.</summary>
    internal TemporaryFolder Copy() => _data.Copy();

    /// <summary>Asserts that a training of the same request has ended with the same losses, to the digit, and weights, to the byte.</summary>
    internal async Task AssertEqualAsync(SiloProcess silo, string training)
    {
        var ended = await silo.Client.Trainings.GetAsync(training, Patience.Token);
        Assert.True(ended.Phase == TrainingPhase.Succeeded, $"{ended.Phase}: {ended.Failure?.Reason}");
        Assert.Equal(Training.Losses.Select(WithoutTime), ended.Losses.Select(WithoutTime));
        var model = await silo.Client.Models.PublishAsync(new PublishModel(training, Checkpoint: ended.Checkpoints[^1].Name), Patience.Token);
        Assert.Equal(_weights, await silo.WeightsAsync(model.Id));
    }

    private static EpochLosses WithoutTime(EpochLosses losses) => losses with { Seconds = 0 };
}
