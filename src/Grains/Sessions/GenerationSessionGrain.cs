using Microsoft.Extensions.Logging;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Composing;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Models;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Telemetry;
using MusicGen.Grains.Unfinished;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Tokens.Grid24;
using MusicGen.Storage;

namespace MusicGen.Grains.Sessions;

[GrainType(TypeName)]
internal sealed partial class GenerationSessionGrain : Grain, IGenerationSessionGrain, IAsyncDisposable
{
    public const string TypeName = "session";
    public const string UnfinishedKind = "tune";

    /// <summary>The state holds a row a tune and is written with each.</summary>
    private const int TunesAllowed = 1000;
    private const int UnfinishedAllowed = 16;

    private readonly DurableState<GenerationState> _state;
    private readonly LoadedModels _models;
    private readonly ITuneComposer _composer;
    private readonly TuneWriter _writer;
    private readonly ProgressStore _progress;
    private readonly FilesSideBySide _files;
    private readonly IBlobStore _blobs;
    private readonly UnfinishedWork _unfinished;
    private readonly TimeProvider _clock;
    private readonly ILogger<GenerationSessionGrain> _log;
    private readonly HeldPlaces _places;
    private readonly GrainLoop _loop;
    private readonly Signal _changed = new();
    private readonly AskedSpans _asking = new();
    private TuneInProgress? _current;
    private int _accepting; // variations of the tune that is about to be in the state

    public GenerationSessionGrain(
        [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<GenerationState> stored,
        LoadedModels models, ITuneComposer composer, TuneWriter writer, ProgressStore progress, FilesSideBySide files, IBlobStore blobs, UnfinishedWork unfinished, ComposingPlaces places,
        TimeProvider clock, ILogger<GenerationSessionGrain> log)
    {
        (_state, _models, _composer, _writer, _progress, _files, _blobs, _unfinished, _clock, _log) = (new(stored), models, composer, writer, progress, files, blobs, unfinished, clock, log);
        _places = new HeldPlaces(places, Key.Owner);
        _loop = new GrainLoop(this, DelayDeactivation, () => _state.IsStale, clock, log);
    }

    private bool Exists => _state.Exists && !State.Deleted;

    private OwnedKey Key => OwnedKey.Parse(this.GetPrimaryKeyString());

    private GenerationState State => _state.Value;

    private OwnedKey Model => new(Key.Owner, State.Model);

    private Problem NotFound => new(ProblemKind.NotFound, "session-not-found", $"There is no generation session '{Key.Id}'.");

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        _places.Dispose();
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.FilesSideBySide)
        {
            await _files.MoveAsync(Key, State.Tunes.Where(tune => tune.Phase == TunePhase.Succeeded).Select(tune => tune.Number));
            await _state.UpdateAsync(state => state with { FilesSideBySide = false });
        }
        KeepPlaces();
        if (State.Deleted || State.Unfinished.Any()) _loop.Start(WorkAsync);
    }

    public async Task<Answer<SessionSummary>> Create(string? name, string model)
    {
        // One that had this id and is being removed must not take the new one along.
        while (State.Deleted) await _loop.AwaitAsync(_changed.Next);
        if (Exists) return Summarize();
        var answer = await GrainFactory.GetGrain<IModelGrain>(new OwnedKey(Key.Owner, model).ToString()).Get();
        if (!answer.Succeeded) return answer.Problem with { Field = "model" };
        await _state.UpdateAsync(_ => new GenerationState { Name = name ?? Key.Id, CreatedAt = _clock.GetUtcNow(), Model = model, Version = answer.Value.Current });
        return Summarize();
    }

    public Task<Answer<SessionSummary>> Get() => Task.FromResult<Answer<SessionSummary>>(Exists ? Summarize() : NotFound);

    public Task<Answer<TokenizerSettings>> GetTokenizer() => Task.FromResult<Answer<TokenizerSettings>>(Exists ? State.Version!.Card.TokenizerSettings : NotFound);

    public async Task<Answer<int[]>> GetPrograms()
    {
        if (!Exists) return NotFound;
        var model = await LoadAsync();
        return model.Succeeded ? KnownPrograms.Of(model.Value.Vocabulary).Where(program => program != Score24Vocabulary.DrumProgram).ToArray() : model.Problem;
    }

    public Task<Answer<TuneSummary>?> FindRequested(string request, string content) =>
        Task.FromResult(Exists && State.Requests.TryGetValue(request, out var known) ? RequestedBefore(known, content) : null);

    public async Task<Answer<TuneSummary>> Compose(TuneSettings settings, string? request, string? content)
    {
        if (!Exists) return NotFound;
        if (request is not null && State.Requests.TryGetValue(request, out var known)) return RequestedBefore(known, content);
        if (State.Tunes.Count >= TunesAllowed) return new Problem(ProblemKind.Conflict, "session-full", $"A session has at most {TunesAllowed} tunes: create another one.");
        if (State.Unfinished.Count() >= UnfinishedAllowed)
            return new Problem(ProblemKind.TooMany, "session-busy", $"A session composes at most {UnfinishedAllowed} tunes at once: wait until one has ended.");
        if (await FindProblemAsync(settings) is { } problem) return problem;
        if (_places.Take(settings.Variations) is { } busy) return busy;
        _accepting = settings.Variations;
        try
        {
            return await AcceptAsync(settings, request, content);
        }
        finally
        {
            _accepting = 0;
            KeepPlaces();
        }
    }

    private async Task<Answer<TuneSummary>> AcceptAsync(TuneSettings settings, string? request, string? content)
    {
        var number = State.Tunes.Count + 1;
        await _unfinished.MarkAsync(UnfinishedKind, MarkOf(number));
        var kept = await _writer.KeepRequestAsync(Key, number, settings);
        var now = _clock.GetUtcNow();
        var variations = Enumerable.Range(1, settings.Variations).Select(variation => new TuneVariation(variation)).ToList();
        await _state.UpdateAsync(state => state with
        {
            Tunes = state.Tunes.Add(new TuneSummary(
                Key.Id, number, TunePhase.Queued, kept, State.Version!.Hash, 0, 0, 0, null, now, settings.Primer.Count, variations,
                now + TimeSpan.FromSeconds(settings.ExpiresAfterSeconds))),
            Requests = request is null ? state.Requests : state.Requests.Add(request, new KnownRequest(number, content)),
        });
        _asking.Remember(number);
        _asked.Raise();
        _loop.Start(WorkAsync);
        return TuneOf(number);
    }

    public Task<Answer<TuneSummary>> GetTune(int number) => Task.FromResult(TuneOf(number));

    public Task<Answer<Page<TuneSummary>>> GetTunes(int from, int count)
    {
        if (!Exists) return Task.FromResult<Answer<Page<TuneSummary>>>(NotFound);
        var tunes = State.Tunes.Skip(from - 1).Take(count).Select(WithProgress).ToArray();
        return Task.FromResult<Answer<Page<TuneSummary>>>(new Page<TuneSummary>(tunes, from - 1 + tunes.Length < State.Tunes.Count ? $"{from + tunes.Length}" : null));
    }

    public async Task WakeTune(int number)
    {
        if (State.Deleted || (TuneOf(number).Value is { } tune && !tune.Phase.HasEnded())) _loop.Start(WorkAsync);
        else await TidyAsync(number);
    }

    /// <summary>A place for each variation that is waiting or being composed: the service has only so many.</summary>
    private void KeepPlaces() => _places.Keep((State.Deleted ? 0 : State.Unfinished.Sum(tune => tune.Variations.Count)) + _accepting);

    /// <summary>What the model cannot do, found out before the work.</summary>
    private async Task<Problem?> FindProblemAsync(TuneSettings settings)
    {
        var model = await LoadAsync();
        return model.Succeeded ? await _composer.FindProblemAsync(model.Value, settings) : model.Problem;
    }

    private async Task<Answer<LoadedModel>> LoadAsync()
    {
        if (await FindModelProblemAsync() is { } gone) return gone;
        try
        {
            return await _models.GetAsync(Model, State.Version!);
        }
        catch (CheckpointFormatException e)
        {
            return new Problem(ProblemKind.Conflict, "model-damaged", $"The model's weights are damaged: {e.Message} Publish it again.");
        }
    }

    /// <summary>The version that the session began with may have been deleted, and its number given to another.</summary>
    private async Task<Problem?> FindModelProblemAsync()
    {
        var model = (await GrainFactory.GetGrain<IModelGrain>(Model.ToString()).Get()).Value;
        return model?.Versions.Any(version => version.Number == State.Version!.Number && version.Hash == State.Version.Hash) == true
            ? null
            : new Problem(ProblemKind.Conflict, "model-deleted", $"Model '{State.Model}' was deleted, with the version that this session composes with: its tunes stay; for new ones create a session with another model.");
    }

    /// <summary>Every tune has a mark of its own, so that the end of one cannot clear the mark of the next.</summary>
    private string MarkOf(int number) => $"{Key}/{number}";

    private Answer<TuneSummary> TuneOf(int number)
    {
        if (!Exists) return NotFound;
        return number >= 1 && number <= State.Tunes.Count
            ? WithProgress(State.Tunes[number - 1])
            : new Problem(ProblemKind.NotFound, "tune-not-found", $"Session '{Key.Id}' has no tune {number}.");
    }

    private TuneSummary WithProgress(TuneSummary tune) =>
        _current is { } current && current.Number == tune.Number && tune.Phase == TunePhase.Queued ? current.Complete(tune) : tune;

    private Answer<TuneSummary> RequestedBefore(KnownRequest known, string? content) => known.Content is null || known.Content == content ? TuneOf(known.Number) : Reused(known);

    private static Problem Reused(KnownRequest known) => new(
        ProblemKind.Invalid, "idempotency-key-reused",
        $"This Idempotency-Key was sent before, with another body: that request became tune {known.Number}. Send another key for another request.");

    private SessionSummary Summarize() => new(Key.Id, State.Name, State.Model, State.Version!.Number, State.CreatedAt, State.Tunes.Count);
}
