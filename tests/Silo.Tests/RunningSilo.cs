using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MusicGen.Client;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Grains;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Training;
using MusicGen.Silo.Hosting;
using MusicGen.Silo.Tests;
using MusicGen.Storage;
using MusicGen.Tests.Corpora;
using MusicGen.Tests.Models;

[assembly: AssemblyFixture(typeof(RunningSilo))]

namespace MusicGen.Silo.Tests;

/// <summary>The real service on a free port and an empty folder, without a worker: tests play the training node.</summary>
public sealed class RunningSilo : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-silo-");
    private Lazy<Task<string>> _model = null!;
    private Lazy<Task<string>> _score24Model = null!;
    private readonly string[] _settings = [];

    public RunningSilo()
    {
    }

    /// <summary>A service beside the one that all tests share.</summary>
    /// <param name="settings">Its own, as on the command line.</param>
    internal RunningSilo(params string[] settings) => _settings = settings;

    public WebApplication App { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    public IBlobStore Store => App.Services.GetRequiredService<IBlobStore>();

    public MusicGenClient Client { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A service that is not started yet.</summary>
    public static WebApplication Build(string folder, params string[] settings) =>
        SiloApplication.Build(
            ["--MusicGen:DataFolder", folder, "--MusicGen:Port", "0", "--Training:Slots", "0", .. settings],
            builder => builder.Logging.ClearProviders());

    public async ValueTask InitializeAsync()
    {
        App = Build(_folder.FullName, _settings);
        await App.StartAsync();
        Http.BaseAddress = new Uri(App.Urls.First() + "/"); // operators have another, behind it
        Client = new MusicGenClient(Http);
        _model = new Lazy<Task<string>>(() => PublishAsync(HandMadeModel.NoteNames));
        _score24Model = new Lazy<Task<string>>(() => PublishAsync(HandMadeModel.Score24));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A corpus whose files are read.</summary>
    public async Task<CorpusSummary> CorpusAsync(params byte[][] files)
    {
        var corpus = await Client.Corpora.CreateAsync(new CreateCorpus("Jazz", IntakeSettings.Everything), cancellationToken: Token);
        var upload = await Client.Corpora.UploadAsync(corpus.Id, files.Select((content, index) => new MidiFile($"{index}.mid", content)), Token);
        await Client.Corpora.WatchAsync(corpus.Id, upload.Number, Token).LastAsync(Token);
        return await Client.Corpora.GetAsync(corpus.Id, Token);
    }

    /// <summary>A training that waits for a device, for ever.</summary>
    public async Task<TrainingSummary> TrainingAsync()
    {
        var corpus = await CorpusAsync(MidiFiles.Melody(60, 62, 64));
        var training = await Client.Trainings.CreateAsync(new CreateTraining(corpus.Id, "First try", "tiny", Tokenizer: new TokenizerSettings(TokenizerKind.NoteNames)), cancellationToken: Token);
        await Client.Trainings.WatchAsync(training.Id, Token).FirstAsync(happened => happened.Phase == TrainingPhase.Queued, Token);
        return await Client.Trainings.GetAsync(training.Id, Token);
    }

    /// <summary>The training's other side, which only silos see.</summary>
    public ITrainingSessionGrain GrainOf(string training) =>
        App.Services.GetRequiredService<IGrainFactory>().GetGrain<ITrainingSessionGrain>($"local/{training}");

    /// <summary>Claims a training that waits, and lets its worker write a checkpoint of the hand-made model.</summary>
    internal async Task<TrainingSummary> TrainedAsync(HandMadeModel? model = null)
    {
        var training = await TrainingAsync();
        var checkpoint = HandMadeModel.Checkpoint(1, heldOut: 2);
        await (model ?? HandMadeModel.NoteNames).PutAsync(App.Services.GetRequiredService<IBlobStore>(), new OwnedKey("local", training.Id), checkpoint, Token);
        var grain = GrainOf(training.Id);
        await grain.Claim("a-node-that-is-gone", "cpu", slot: 1);
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Epoch, 1, 2, 1, Losses: new EpochLosses(1, 1, Train: 2.5, HeldOut: 2, Seconds: 0.25)));
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Checkpoint, Checkpoint: checkpoint));
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Completed, 1, 1, 1));
        return await Client.Trainings.GetAsync(training.Id, Token);
    }

    /// <summary>The id of a model that composes note names.</summary>
    public Task<string> ModelAsync() => _model.Value;

    public async Task<SessionSummary> SessionAsync() =>
        await Client.Sessions.CreateAsync(new CreateSession(await ModelAsync(), "Evening"), cancellationToken: Token);

    /// <summary>A session with a model that composes Score24.</summary>
    public async Task<SessionSummary> Score24SessionAsync() => await Client.Sessions.CreateAsync(new CreateSession(await _score24Model.Value), cancellationToken: Token);

    /// <summary>A session with a model of its own.</summary>
    internal async Task<SessionSummary> SessionAsync(HandMadeModel model) => await Client.Sessions.CreateAsync(new CreateSession(await PublishAsync(model)), cancellationToken: Token);

    /// <summary>Asks for a tune that is not finished before its test is: longer than HTTP lets anybody ask for.</summary>
    public Task ComposeForLongAsync(SessionSummary session) => App.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IGenerationSessionGrain>($"local/{session.Id}")
        .Compose(new TuneSettings(Words: 100_000_000, Seed: 1, Temperature: 1, TopK: 0, TopP: 1, TempoQpm: 120, Primer: []), null);

    private async Task<string> PublishAsync(HandMadeModel model) => (await Client.Models.PublishAsync(new PublishModel((await TrainedAsync(model)).Id), Token)).Id;
}
