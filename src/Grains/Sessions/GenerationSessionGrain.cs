using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Models;
using MusicGen.Grains.Storage;
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
    private readonly TuneWriter _writer;
    private readonly IBlobStore _blobs;
    private readonly UnfinishedWork _unfinished;
    private readonly TimeProvider _clock;
    private readonly ILogger<GenerationSessionGrain> _log;
    private readonly GrainLoop _composing;
    private readonly Signal _changed = new();
    private TuneInProgress? _current;

    public GenerationSessionGrain(
        [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<GenerationState> stored,
        LoadedModels models, TuneWriter writer, IBlobStore blobs, UnfinishedWork unfinished, TimeProvider clock, ILogger<GenerationSessionGrain> log)
    {
        (_state, _models, _writer, _blobs, _unfinished, _clock, _log) = (new(stored), models, writer, blobs, unfinished, clock, log);
        _composing = new GrainLoop(this, DelayDeactivation, () => _state.IsStale, clock, log);
    }

    private OwnedKey Key => OwnedKey.Parse(this.GetPrimaryKeyString());

    private GenerationState State => _state.Value;

    private OwnedKey Model => new(Key.Owner, State.Model);

    private Problem NotFound => new(ProblemKind.NotFound, "session-not-found", $"There is no generation session '{Key.Id}'.");

    public ValueTask DisposeAsync() => _composing.DisposeAsync();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.NextUnfinished is not null) _composing.Start(ComposeAllAsync);
        return Task.CompletedTask;
    }

    public async Task<Answer<SessionSummary>> Create(string? name, string model)
    {
        if (_state.Exists) return Summarize();
        var answer = await GrainFactory.GetGrain<IModelGrain>(new OwnedKey(Key.Owner, model).ToString()).Get();
        if (!answer.Succeeded) return answer.Problem with { Field = "model" };
        await _state.UpdateAsync(_ => new GenerationState { Name = name ?? Key.Id, CreatedAt = _clock.GetUtcNow(), Model = model, Version = answer.Value.Current });
        return Summarize();
    }

    public Task<Answer<SessionSummary>> Get() => Task.FromResult<Answer<SessionSummary>>(_state.Exists ? Summarize() : NotFound);

    public async Task<Answer<int[]>> GetPrograms()
    {
        if (!_state.Exists) return NotFound;
        var model = await LoadAsync();
        return model.Succeeded ? KnownPrograms.Of(model.Value.Vocabulary).Where(program => program != Score24Vocabulary.DrumProgram).ToArray() : model.Problem;
    }

    public async Task<Answer<TuneSummary>> Compose(TuneSettings settings, string? request)
    {
        if (!_state.Exists) return NotFound;
        if (request is not null && State.Requests.TryGetValue(request, out var known)) return TuneOf(known);
        if (State.Tunes.Count >= TunesAllowed) return new Problem(ProblemKind.Conflict, "session-full", $"A session has at most {TunesAllowed} tunes: create another one.");
        if (State.Tunes.Count(tune => tune.Phase is TunePhase.Queued or TunePhase.Running) >= UnfinishedAllowed)
            return new Problem(ProblemKind.Busy, "session-busy", $"A session composes at most {UnfinishedAllowed} tunes at once: wait until one has ended.");
        if (await FindProblemAsync(settings) is { } problem) return problem;

        var number = State.Tunes.Count + 1;
        await _unfinished.MarkAsync(UnfinishedKind, MarkOf(number));
        await _state.UpdateAsync(state => state with
        {
            Tunes = state.Tunes.Add(new TuneSummary(Key.Id, number, TunePhase.Queued, settings, State.Version!.Hash, 0, 0, 0, null, _clock.GetUtcNow())),
            Requests = request is null ? state.Requests : state.Requests.Add(request, number),
        });
        _composing.Start(ComposeAllAsync);
        return TuneOf(number);
    }

    public Task<Answer<TuneSummary>> GetTune(int number) => Task.FromResult(_state.Exists ? TuneOf(number) : NotFound);

    public Task<Answer<Page<TuneSummary>>> GetTunes(int from, int count)
    {
        if (!_state.Exists) return Task.FromResult<Answer<Page<TuneSummary>>>(NotFound);
        var tunes = State.Tunes.Skip(from - 1).Take(count).ToArray();
        return Task.FromResult<Answer<Page<TuneSummary>>>(new Page<TuneSummary>(tunes, from - 1 + tunes.Length < State.Tunes.Count ? $"{from + tunes.Length}" : null));
    }

    public async Task<Answer<TuneSummary>> CancelTune(int number)
    {
        if (!_state.Exists) return NotFound;
        var answer = TuneOf(number);
        if (!answer.Succeeded || answer.Value.Phase == TunePhase.Canceled) return answer;
        if (answer.Value.Phase is not (TunePhase.Queued or TunePhase.Running))
            return new Problem(ProblemKind.Conflict, "tune-ended", $"Tune {number} has ended: there is nothing to cancel.");
        await EndAsync(answer.Value with { Phase = TunePhase.Canceled });
        if (_current is { } current && current.Number == number)
        {
            var left = current.Left;
            await current.Stop.CancelAsync();
            await left;
        }
        return TuneOf(number);
    }

    public async IAsyncEnumerable<TuneEvent> WatchTune(int number, int from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        from = Math.Max(from, 0);
        while (TuneOf(number).Value is { } tune)
        {
            var change = _changed.Next;
            var words = _current is { } current && current.Number == number ? current.Words
                : tune.Phase == TunePhase.Succeeded ? await ComposedWordsAsync(tune) : [];
            if (from < words.Count)
            {
                // The list may have grown by the time that the reader comes back.
                var next = words.Skip(from).ToArray();
                yield return new TuneEvent(from, next, TunePhase.Running);
                from += next.Length;
            }
            if (tune.Phase is not (TunePhase.Queued or TunePhase.Running))
            {
                yield return new TuneEvent(Math.Min(from, tune.WordsDone), [], tune.Phase);
                yield break;
            }
            await change.WaitAsync(cancellationToken);
        }
    }

    public async Task WakeTune(int number)
    {
        if (TuneOf(number).Value is { Phase: TunePhase.Queued or TunePhase.Running }) _composing.Start(ComposeAllAsync);
        else await _unfinished.ClearAsync(UnfinishedKind, MarkOf(number));
    }

    /// <summary>What the model cannot do, found out before the work.</summary>
    private async Task<Problem?> FindProblemAsync(TuneSettings settings)
    {
        var model = await LoadAsync();
        return model.Succeeded ? TuneBeginning.Of(model.Value, settings).Problem : model.Problem;
    }

    private async Task<Answer<LoadedModel>> LoadAsync()
    {
        try
        {
            return await _models.GetAsync(Model, State.Version!);
        }
        catch (CheckpointFormatException e)
        {
            return new Problem(ProblemKind.Conflict, "model-damaged", $"The model's weights are damaged: {e.Message} Publish it again.");
        }
    }

    private async Task ComposeAllAsync(CancellationToken cancellationToken)
    {
        while (State.NextUnfinished is { } tune && !cancellationToken.IsCancellationRequested)
        {
            using var current = new TuneInProgress(tune.Number, cancellationToken);
            _current = current;
            try
            {
                await ComposeAsync(tune, current);
            }
            catch (CheckpointFormatException e)
            {
                // Trying again would not mend the model.
                await EndAsync(tune with { Phase = TunePhase.Failed, Reason = $"The model's weights are damaged: {e.Message}" });
            }
            catch (TuneRefusedException e)
            {
                // It was accepted once; nor would trying again change what the model knows.
                await EndAsync(tune with { Phase = TunePhase.Failed, Reason = e.Message });
            }
            catch (Exception e) when (e is ArgumentException or FormatException or ArithmeticException or InvalidOperationException)
            {
                // Nor would it mend a fault of ours; the tunes behind this one must not wait for it.
                LogTuneFailed(_log, e, Key.ToString(), tune.Number);
                await EndAsync(tune with { Phase = TunePhase.Failed, Reason = "The tune could not be composed; the operator's log says why." });
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Canceled by its owner; its state says so already.
            }
            finally
            {
                _current = null;
            }
        }
    }

    private async Task ComposeAsync(TuneSummary tune, TuneInProgress current)
    {
        var model = await _models.GetAsync(Model, State.Version!);
        await foreach (var words in _writer.ComposeAsync(model, tune.Settings, current.Stop.Token))
        {
            current.Words.AddRange(words);
            _changed.Raise();
        }
        var finished = await _writer.WriteAsync(model, Key, tune, current.Words);
        await EndAsync(finished);
        // Canceled while its files were written: nobody will ask for them.
        if (State.Tunes[tune.Number - 1].Phase == TunePhase.Canceled) await _writer.DeleteAsync(Key, tune.Number);
    }

    /// <summary>A tune ends once: what comes second, finished or canceled, changes nothing.</summary>
    private async Task EndAsync(TuneSummary ended)
    {
        await _state.UpdateAsync(state => state.Tunes[ended.Number - 1].Phase is TunePhase.Queued or TunePhase.Running
            ? state with { Tunes = state.Tunes.SetItem(ended.Number - 1, ended) }
            : state);
        _changed.Raise();
        await _unfinished.ClearAsync(UnfinishedKind, MarkOf(ended.Number));
    }

    /// <summary>Every tune has a mark of its own, so that the end of one cannot clear the mark of the next.</summary>
    private string MarkOf(int number) => $"{Key}/{number}";

    private async Task<IReadOnlyList<string>> ComposedWordsAsync(TuneSummary tune)
    {
        var record = await _blobs.GetAsync(TuneBlobs.Record(Key, tune.Number)) ?? throw new InvalidOperationException($"The record of tune {tune.Number} is not in the store.");
        return [.. JsonSerializer.Deserialize<TuneRecord>(record.Content.Span, ContractJson.Options)!.Words.Skip(tune.Settings.Primer.Count)];
    }

    private Answer<TuneSummary> TuneOf(int number)
    {
        if (number < 1 || number > State.Tunes.Count) return new Problem(ProblemKind.NotFound, "tune-not-found", $"Session '{Key.Id}' has no tune {number}.");
        var tune = State.Tunes[number - 1];
        return _current is { } current && current.Number == number && tune.Phase == TunePhase.Queued
            ? tune with { Phase = TunePhase.Running, WordsDone = current.Words.Count }
            : tune;
    }

    [LoggerMessage(1400, LogLevel.Error, "tune {Number} of {Session} could not be composed")]
    private static partial void LogTuneFailed(ILogger log, Exception e, string session, int number);

    private SessionSummary Summarize() => new(Key.Id, State.Name, State.Model, State.Version!.Number, State.CreatedAt, State.Tunes.Count);
}
