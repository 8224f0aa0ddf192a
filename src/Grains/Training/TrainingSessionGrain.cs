using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Datasets;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Unfinished;

namespace MusicGen.Grains.Training;

[GrainType(TypeName)]
internal sealed partial class TrainingSessionGrain : Grain, ITrainingSessionGrain, IAsyncDisposable
{
    public const string TypeName = "training";
    public const string UnfinishedKind = TypeName;

    /// <summary>Apart from the other mark, which says that a session runs or waits and is counted.</summary>
    public const string UnfinishedDeletionKind = "training-deletion";

    private readonly DurableState<TrainingState> _state;
    private readonly UnfinishedWork _unfinished;
    private readonly CheckpointFolders _checkpoints;
    private readonly SampleBlobs _samples;
    private readonly TrainingNodeOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrainingSessionGrain> _log;
    private readonly GrainLoop _loop;
    private readonly LeaseTime _lease;
    private readonly Signal _changed = new();
    private TrainingEvent? _progress;

    public TrainingSessionGrain(
        [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<TrainingState> stored,
        UnfinishedWork unfinished, CheckpointFolders checkpoints, SampleBlobs samples, IOptions<TrainingNodeOptions> options, TimeProvider clock, ILogger<TrainingSessionGrain> log)
    {
        (_state, _unfinished, _checkpoints, _samples, _options, _clock, _log) = (new(stored), unfinished, checkpoints, samples, options.Value, clock, log);
        _lease = new LeaseTime(clock);
        _loop = new GrainLoop(this, DelayDeactivation, () => _state.IsStale, clock, log);
    }

    private bool Exists => _state.Exists && !State.Deleted;

    private OwnedKey Key => OwnedKey.Parse(this.GetPrimaryKeyString());

    private TrainingState State => _state.Value;

    private ITrainingQueueGrain Queue => GrainFactory.GetGrain<ITrainingQueueGrain>(State.Pool);

    private QueueRequest QueueRequest => new(Key.ToString(), Key.Owner, State.Priority, State.CreatedAt);

    private Problem NotFound => new(ProblemKind.NotFound, "training-not-found", $"There is no training session '{Key.Id}'.");

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!_state.Exists) return Task.CompletedTask;
        if (State.Deleted || State.Phase == TrainingPhase.Preparing) _loop.Start(WorkAsync);
        if (State.HasWorker) _lease.Renew(UntilTheFirstStep); // a worker whose steps take long may have spoken just before this activation began
        if (State.HasWorker || State.Waits) Look();
        return Task.CompletedTask;
    }

    public async Task<TrainingSummary> Create(string? name, string corpus, DatasetRecipe recipe, TrainingOptions options, TrainingPriority priority, string pool)
    {
        // One that had this id and is being removed must not take the new one along.
        while (State.Deleted) await _loop.AwaitAsync(_changed.Next);
        if (!_state.Exists)
        {
            // Datasets belong to nobody; whoever names their files decides whose music is learnt from.
            if (OwnedKey.Parse(recipe.FilesPrefix[CorpusBlobs.Root.Length..]).Owner != Key.Owner) throw new ArgumentException("The recipe is of another owner's corpus.", nameof(recipe));
            await _unfinished.MarkAsync(UnfinishedKind, Key.ToString());
            await _state.UpdateAsync(_ => new TrainingState
            {
                Name = name ?? Key.Id,
                Corpus = corpus,
                CreatedAt = _clock.GetUtcNow(),
                Recipe = recipe,
                Dataset = RecipeHash.Of(recipe),
                Options = options,
                Priority = priority,
                Pool = pool,
                TraceParent = Activity.Current?.Id,
            }.With(_clock.GetUtcNow(), TrainingEventKind.Phase));
            TrainingMeter.Enter(TrainingPhase.Preparing);
        }
        await Wake();
        return Summarize();
    }

    public Task<Answer<TrainingSummary>> Get() => Task.FromResult(SummarizeOr(NotFound));

    public async Task Wake()
    {
        if (!State.Deleted) await _unfinished.ClearAsync(UnfinishedDeletionKind, Key.ToString());
        if (!_state.Exists) await _unfinished.ClearAsync(UnfinishedKind, Key.ToString());
        else if (State.Deleted || State.Phase == TrainingPhase.Preparing) _loop.Start(WorkAsync);
        else if (State.Rests) await EndRestAsync();
        else
        {
            var lease = State.LeaseEpoch;
            if (State.HasWorker && !await MayHaveWorkerAsync() && State.HasWorker && State.LeaseEpoch == lease)
                await (State.IsStopping ? EndStopAsync() : LoseAsync(FailureCode.NodeLost, $"its node {State.Node} has begun anew"));
            if (State.GoesOn) await Queue.Enqueue(QueueRequest);
        }
    }

    public async Task<Answer<TrainingSummary>> Pause()
    {
        if (!Exists) return NotFound;
        if (State.Rests && State.Phase != TrainingPhase.Paused || State.Phase == TrainingPhase.Canceling) return Refuse("pause");
        if (State.Phase == TrainingPhase.Paused) return Summarize();
        await (State.HasWorker ? AskWorkerToStopAsync(TrainingPhase.Pausing) : RestAsync(TrainingPhase.Paused));
        return Summarize();
    }

    public async Task<Answer<TrainingSummary>> Resume()
    {
        if (!Exists) return NotFound;
        if (State.GoesOn || State.Phase == TrainingPhase.Preparing) return Summarize();
        if (State.Phase is not (TrainingPhase.Paused or TrainingPhase.Failed)) return Refuse("resume");
        return await GoOnAsync(state => state, "resumed by its owner");
    }

    public async Task<Answer<TrainingSummary>> Extend(int epochs)
    {
        if (!Exists) return NotFound;
        if ((State.GoesOn || State.Phase == TrainingPhase.Preparing) && State.Options.Epochs == epochs) return Summarize();
        if (State.Phase is not (TrainingPhase.Succeeded or TrainingPhase.Paused or TrainingPhase.Failed)) return Refuse("extend");
        var options = State.Options with { Epochs = epochs };
        if (options.Faults() is [var fault, ..]) return fault;
        if (epochs <= State.LastEpoch)
            return new Problem(ProblemKind.Invalid, "epochs-already-done", $"{State.LastEpoch} passes are done: epochs is the number of all passes, and must be larger.", "epochs");
        return await GoOnAsync(state => state with { Options = options, PatienceFrom = state.LastEpoch, TotalSteps = 0 }, $"extended by its owner to {epochs} passes");
    }

    public async Task<Answer<TrainingMetrics>> Metrics()
    {
        if (!Exists) return NotFound;
        IReadOnlyList<StepMetric> steps = State.ResumeFrom is { } last ? await _checkpoints.ReadMetricsAsync(CheckpointBlobs.Folder(Key, last.Name)) : [];
        return new TrainingMetrics(State.Losses, steps, State.Baseline);
    }

    public Task<Answer<Page<TrainingSample>>> Samples() =>
        Task.FromResult<Answer<Page<TrainingSample>>>(Exists ? new Page<TrainingSample>(State.Samples, null) : NotFound);

    public async Task<Answer<TrainingSummary>> Cancel()
    {
        if (!Exists) return NotFound;
        if (State.Phase == TrainingPhase.Canceled) return Summarize();
        if (State.IsTerminal) return Refuse("cancel");
        await (State.HasWorker ? AskWorkerToStopAsync(TrainingPhase.Canceling) : RestAsync(TrainingPhase.Canceled));
        return Summarize();
    }

    public async IAsyncEnumerable<TrainingEvent> Watch(long sequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TrainingEvent? shown = null;
        while (true)
        {
            // One look at the state: it may change while an event is on its way.
            var (change, state, progress) = (_changed.Next, State, _progress);
            foreach (var happened in state.Events.Where(happened => happened.Sequence > sequence))
            {
                sequence = happened.Sequence;
                yield return happened;
            }
            if (!Exists || state.Rests) yield break;
            if (progress is not null && progress != shown)
            {
                shown = progress;
                yield return progress with { Sequence = sequence, Phase = state.Phase };
            }
            await change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets a session that rests wait for a device.</summary>
    private async Task<Answer<TrainingSummary>> GoOnAsync(Func<TrainingState, TrainingState> change, string why)
    {
        var asking = Activity.Current?.Id;
        _progress = null;
        await _unfinished.MarkAsync(UnfinishedKind, Key.ToString());
        await GoToAsync(state => change(state) with { Phase = TrainingPhase.Preparing, Failure = null, Deaths = 0, NodeLosses = 0, Damaged = [], TraceParent = asking }, why);
        // Its end before may have been clearing the mark meanwhile.
        await _unfinished.MarkAsync(UnfinishedKind, Key.ToString());
        await Wake();
        return Summarize();
    }

    /// <summary>What is to be done without a worker.</summary>
    private Task WorkAsync(CancellationToken cancellationToken) => State switch
    {
        _ when !_state.Exists => _unfinished.ClearAsync(UnfinishedDeletionKind, Key.ToString()), // it was removed the time before
        { Deleted: true } => RemoveAsync(cancellationToken),
        { Phase: TrainingPhase.Preparing } => PrepareAsync(cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>Has the dataset built; then the session waits for a device.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var dataset = GrainFactory.GetGrain<IDatasetGrain>(State.Dataset);
        var summary = await dataset.Build(State.Recipe!);
        while (summary.Phase == DatasetPhase.Building && Exists)
        {
            summary = await dataset.WaitABit(cancellationToken);
        }
        if (!Exists) return;
        if (summary.Phase != DatasetPhase.Built)
        {
            await FailAsync(new TrainingFailure(FailureCode.DataInvalid, summary.Reason ?? "The dataset could not be built."));
            return;
        }
        // Its owner may have paused or canceled it meanwhile.
        await GoToAsync(state => state.Phase == TrainingPhase.Preparing ? state with { Phase = TrainingPhase.Queued } : state, summary.LeftOutReason);
        if (State.Phase == TrainingPhase.Queued) await Queue.Enqueue(QueueRequest);
    }

    private async Task AskWorkerToStopAsync(TrainingPhase phase)
    {
        await GoToAsync(state => state with { Phase = phase, Yielding = null });
        // Where there is no such worker, it has stopped already; one that starts in spite of that is refused at its first word.
        if (await TryStopWorkerAsync()) return;
        await EndStopAsync();
        DelayDeactivation(_lease.Left); // where it may live all the same, a deletion must know
    }

    private async Task<bool> TryStopWorkerAsync()
    {
        if (State.Node is not { } node) return false;
        try
        {
            return await GrainFactory.GetGrain<ITrainingNodeGrain>(node).StopWorker(Key.ToString(), State.LeaseEpoch);
        }
        catch (Exception e)
        {
            LogNodeUnreachable(_log, e, Key.ToString(), node);
            return false;
        }
    }

    /// <summary>False where the node says that it has no worker of this lease.</summary>
    private async Task<bool> MayHaveWorkerAsync()
    {
        try
        {
            return await GrainFactory.GetGrain<ITrainingNodeGrain>(State.Node!).HasWorker(Key.ToString(), State.LeaseEpoch);
        }
        catch (Exception e)
        {
            LogNodeUnreachable(_log, e, Key.ToString(), State.Node!);
            return true;
        }
    }

    /// <summary>Leaves the queue and comes to rest.</summary>
    private async Task RestAsync(TrainingPhase phase, TrainingFailure? failure = null)
    {
        await GoToAsync(state => state.IsTerminal ? state : state with { Phase = phase, Failure = failure, Node = null, Device = null, Yielding = null }, failure?.Reason);
        await EndRestAsync();
    }

    /// <summary>What is left to do once the state says that the session rests. Repeating is safe; the mark goes last, so that a crash has it repeated.</summary>
    private async Task EndRestAsync()
    {
        await Queue.Remove(Key.ToString());
        if (!Exists) return; // all of it goes
        await _checkpoints.DeleteAllButAsync(CheckpointBlobs.Prefix(Key), State.Checkpoints.Select(checkpoint => checkpoint.Name), () => State.Rests);
        await _samples.DeleteAllButAsync(Key, State.Samples.Select(sample => sample.Name), () => State.Rests);
        if (State.Rests) await _unfinished.ClearAsync(UnfinishedKind, Key.ToString());
    }

    private Task FailAsync(TrainingFailure failure) => RestAsync(TrainingPhase.Failed, failure);

    private Task GoToAsync(Func<TrainingState, TrainingState> change, string? message = null) => KeepAsync(state =>
    {
        var next = change(state);
        return next.Phase == state.Phase ? next : next.With(_clock.GetUtcNow(), TrainingEventKind.Phase, message);
    });

    private async Task KeepAsync(Func<TrainingState, TrainingState> change)
    {
        TrainingPhase? entered = null;
        await _state.UpdateAsync(state =>
        {
            var next = change(state);
            if (!ReferenceEquals(next, state) && _progress?.TotalSteps is > 0 and var total) next = next with { TotalSteps = total };
            entered = next.Phase == state.Phase ? null : next.Phase;
            return next;
        });
        if (entered is { } phase) TrainingMeter.Enter(phase);
        _changed.Raise();
    }

    private Problem Refuse(string what, string instead = "") =>
        new(ProblemKind.Conflict, "training-in-other-phase", $"Training session '{Key.Id}' is {ContractJson.NameOf(State.Phase)}: one cannot {what} it now. {instead}".TrimEnd());

    private Answer<TrainingSummary> SummarizeOr(Problem problem) => Exists ? Summarize() : problem;

    private TrainingSummary Summarize()
    {
        var step = _progress?.Step ?? (State.Checkpoints.IsEmpty ? 0 : State.Checkpoints[^1].Step);
        var total = _progress?.TotalSteps ?? (State.TotalSteps == 0 && State.Phase == TrainingPhase.Succeeded ? step : State.TotalSteps); // those of earlier versions did not keep it
        return new TrainingSummary(
            Key.Id, State.Name, State.Corpus, State.Dataset, State.Options, State.Phase, State.Failure, State.CreatedAt,
            step, total, State.Losses, State.ReadableCheckpoints, State.Node, State.LeaseEpoch,
            State.Priority, State.Pool, State.Preemptions, State.Device, State.Deaths + State.NodeLosses, State.Baseline, State.HasWorker ? _progress?.RemainingSeconds : null);
    }

    [LoggerMessage(1200, LogLevel.Warning, "{Session}: its node {Node} could not be reached")]
    private static partial void LogNodeUnreachable(ILogger log, Exception e, string session, string node);
}
