using Microsoft.Extensions.Logging;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Nodes;

namespace MusicGen.Grains.Training;

/// <summary>The side of a training session that training nodes see: who may train it now, and for how long.</summary>
internal sealed partial class TrainingSessionGrain
{
    /// <summary>A worker that dies this often without reaching a new checkpoint will not reach one.</summary>
    private const int DeathsAllowed = 3;

    /// <summary>Nodes are restarted and lost for reasons that are none of the session's.</summary>
    private const int NodeLossesAllowed = 10;

    /// <summary>Torch and the dataset are loaded, and nobody knows yet how long a step takes.</summary>
    private static readonly TimeSpan UntilTheFirstStep = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private IGrainTimer? _look;
    private bool _queueMustHear = true;

    public async Task<Answer<TrainingClaim>> Claim(string node, string device, long slot)
    {
        if (!Exists) return NotFound;
        if (slot < State.Slot) return Refuse("run on a slot that was taken back");
        // The slot that it has already: the node has not heard the answer to its first claim, and started nothing.
        if (State.HasWorker && (slot > State.Slot || !State.GoesOn))
        {
            // Whoever had the lease is gone: a worker that should have stopped has, any other was lost.
            await (State.GoesOn ? LoseAsync(FailureCode.NodeLost, $"its node {State.Node} was lost") : EndStopAsync());
        }
        if (!State.GoesOn)
        {
            await Queue.Remove(Key.ToString());
            return Refuse("run");
        }

        var resumeFrom = State.ResumeFrom;
        await KeepAsync(state =>
        {
            // Passes that the checkpoint does not know are measured again by whoever goes on from it.
            var next = state with
            {
                Phase = TrainingPhase.Starting,
                LeaseEpoch = state.LeaseEpoch + 1,
                Node = node,
                Device = device,
                Slot = slot,
                Yielding = null,
                Losses = state.Losses.RemoveAll(losses => losses.Epoch > (resumeFrom?.Epoch ?? 0)),
            };
            next = next.With(_clock.GetUtcNow(), TrainingEventKind.Phase);
            return resumeFrom is null ? next : next.With(_clock.GetUtcNow(), TrainingEventKind.Resumed, $"goes on from checkpoint {resumeFrom.Name}");
        });
        _progress = null;
        _lease.Renew(UntilTheFirstStep);
        Look();
        return new TrainingClaim(
            State.LeaseEpoch, State.Dataset, State.Recipe!.Tokenizer, CheckpointBlobs.Prefix(Key), resumeFrom?.Name, State.Options,
            SampleBlobs.Prefix(Key), State.PatienceFrom, _options.LeaseDuration.TotalSeconds,
            UntilTheFirstStep.TotalSeconds, State.TraceParent);
    }

    public async Task<bool> Yield(int leaseEpoch, YieldReason reason)
    {
        if (leaseEpoch != State.LeaseEpoch || !State.HasWorker) return false;
        if (State.Phase is TrainingPhase.Starting or TrainingPhase.Running) await GoToAsync(state => state with { Phase = TrainingPhase.Pausing, Yielding = reason }, WhyYield(reason));
        return true;
    }

    public async Task WorkerExited(int leaseEpoch, WorkerEnd end, string? lastWords)
    {
        if (leaseEpoch != State.LeaseEpoch) return;
        if (State.IsStopping) await EndStopAsync();
        else if (State.HasWorker && end == WorkerEnd.Died) await LoseAsync(FailureCode.WorkerLost, $"its worker died: {lastWords ?? "without a word"}");
        else if (State.HasWorker) await WaitAgainAsync(TrainingPhase.Recovering, WhyEnded(end), state => state);
        _lease.End();
    }

    /// <summary>Has the session look after itself, once a second, as long as it has a worker or its queue does not know that it waits.</summary>
    private void Look() =>
        _look ??= this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(LookInterval, LookInterval) { KeepAlive = true }); // a hung worker keeps no activation alive

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (State.HasWorker && _lease.IsOver) await EndSilenceAsync();
        if (State.Waits && _queueMustHear) await TellQueueAsync();
        if (State.HasWorker || (State.Waits && _queueMustHear)) return;
        _look?.Dispose();
        _look = null;
    }

    private async Task EndSilenceAsync()
    {
        LogLeaseOver(_log, Key.ToString(), State.LeaseEpoch);
        var (epoch, nodeLives) = (State.LeaseEpoch, await NodeLivesAsync());
        if (epoch != State.LeaseEpoch || !State.HasWorker) return;
        if (State.IsStopping) await EndStopAsync();
        else if (nodeLives) await LoseAsync(FailureCode.WorkerLost, "its worker was not heard any more");
        else await LoseAsync(FailureCode.NodeLost, $"its node {State.Node} was lost");
    }

    private async Task<bool> NodeLivesAsync()
    {
        try
        {
            await GrainFactory.GetGrain<ITrainingNodeGrain>(State.Node!).Ping();
            return true;
        }
        catch (Exception e)
        {
            LogNodeUnreachable(_log, e, Key.ToString(), State.Node!);
            return false;
        }
    }

    private Task EndStopAsync() => State switch
    {
        { Phase: TrainingPhase.Canceling } => RestAsync(TrainingPhase.Canceled),
        { Yielding: { } reason } => WaitAgainAsync(TrainingPhase.Queued, WhyYield(reason), state => state with { Preemptions = state.Preemptions + 1 }),
        _ => RestAsync(TrainingPhase.Paused),
    };

    /// <summary>Worker or node is gone: the session goes on from its last checkpoint, unless that was tried often enough.</summary>
    private async Task LoseAsync(FailureCode code, string why)
    {
        TrainingMeter.Lose(code);
        var deaths = State.Deaths + (code == FailureCode.WorkerLost ? 1 : 0);
        var nodeLosses = State.NodeLosses + (code == FailureCode.NodeLost ? 1 : 0);
        if (deaths >= DeathsAllowed || nodeLosses >= NodeLossesAllowed)
        {
            var (what, times) = code == FailureCode.NodeLost ? ("node", nodeLosses) : ("worker", deaths);
            await FailAsync(new TrainingFailure(code, $"The {what} was lost {times} times without reaching a new checkpoint; the last time {why}."));
            return;
        }
        await WaitAgainAsync(TrainingPhase.Recovering, why, state => state with { Deaths = deaths, NodeLosses = nodeLosses });
    }

    private async Task WaitAgainAsync(TrainingPhase phase, string why, Func<TrainingState, TrainingState> change)
    {
        await GoToAsync(state => change(state) with { Phase = phase, Node = null, Device = null, Yielding = null }, why);
        _progress = null;
        _queueMustHear = true;
        Look(); // should the queue not be reached now
        await TellQueueAsync();
    }

    /// <summary>The slot that the session had is free, and the session waits for another. One that it was given meanwhile it keeps.</summary>
    private async Task TellQueueAsync()
    {
        await (State.Slot == 0 ? Queue.Enqueue(QueueRequest) : Queue.Requeue(QueueRequest, State.Slot));
        _queueMustHear = false;
    }

    private static string WhyEnded(WorkerEnd end) => end switch
    {
        WorkerEnd.Dropped => "its device was given to another",
        WorkerEnd.Unheard => "its worker could not be heard",
        _ => "its node has stopped",
    };

    private static string WhyYield(YieldReason reason) => reason switch
    {
        YieldReason.Preempted => "a session of higher priority takes its device",
        _ => "its node is being drained",
    };

    [LoggerMessage(1201, LogLevel.Warning, "{Session}: nobody has heard its worker under lease {LeaseEpoch} for too long")]
    private static partial void LogLeaseOver(ILogger log, string session, int leaseEpoch);
}
