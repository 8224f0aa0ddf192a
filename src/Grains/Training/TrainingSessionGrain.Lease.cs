using System.Collections.Immutable;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>The side of a training session that training nodes see.</summary>
internal sealed partial class TrainingSessionGrain
{
    public async Task<Answer<TrainingClaim>> Claim(string node)
    {
        if (!_state.Exists)
        {
            await Queue.Remove(Key.ToString());
            return NotFound;
        }
        if (State.Phase is TrainingPhase.Pausing or TrainingPhase.Canceling)
        {
            // The worker that should have stopped is gone: it has.
            await EndStopAsync();
        }
        if (State.Phase is not (TrainingPhase.Queued or TrainingPhase.Starting or TrainingPhase.Running))
        {
            await Queue.Remove(Key.ToString());
            return Refuse("run");
        }

        var resumeFrom = State.Checkpoints.IsEmpty ? null : State.Checkpoints[^1].Name;
        await KeepAsync(state =>
        {
            var next = state with { Phase = TrainingPhase.Starting, LeaseEpoch = state.LeaseEpoch + 1, Node = node, Losses = LossesAt(resumeFrom) };
            next = next.With(_clock.GetUtcNow(), TrainingEventKind.Phase);
            return resumeFrom is null ? next : next.With(_clock.GetUtcNow(), TrainingEventKind.Resumed, $"goes on from checkpoint {resumeFrom}");
        });
        _progress = null;
        return new TrainingClaim(State.LeaseEpoch, State.Dataset, State.Recipe!.Tokenizer, CheckpointBlobs.Prefix(Key), resumeFrom, State.Options);
    }

    public async Task<bool> Report(int leaseEpoch, WorkerEvent happened)
    {
        if (leaseEpoch != State.LeaseEpoch || !State.HasWorker) return false;
        switch (happened.Kind)
        {
            case WorkerEventKind.Started:
                Progressed(happened);
                if (State.Phase == TrainingPhase.Starting) await GoToAsync(state => state with { Phase = TrainingPhase.Running });
                break;
            case WorkerEventKind.Progress:
                Progressed(happened);
                break;
            case WorkerEventKind.Epoch when happened.Losses is { } losses && losses.Epoch > LastEpoch:
                Progressed(happened);
                await KeepAsync(state => (state with { Losses = state.Losses.Add(losses) }).With(_clock.GetUtcNow(), TrainingEventKind.Epoch, losses: losses));
                break;
            case WorkerEventKind.Checkpoint when happened.Checkpoint is { } checkpoint && State.Checkpoints.All(known => known.Name != checkpoint.Name):
                checkpoint = checkpoint with { WrittenAt = _clock.GetUtcNow() };
                await AcknowledgeAsync(checkpoint);
                break;
            case WorkerEventKind.Stopped when State.Phase is TrainingPhase.Pausing or TrainingPhase.Canceling:
                await EndStopAsync();
                break;
            case WorkerEventKind.Stopped:
                await RequeueAsync("its node is stopping");
                break;
            case WorkerEventKind.Completed:
                Progressed(happened);
                await RestAsync(State.Phase == TrainingPhase.Canceling ? TrainingPhase.Canceled : TrainingPhase.Succeeded);
                break;
            case WorkerEventKind.Failed:
                await FailAsync(happened.Failure ?? new TrainingFailure(FailureCode.Internal, "The worker failed without a reason."));
                break;
        }
        return true;
    }

    public async Task WorkerExited(int leaseEpoch, string? lastWords)
    {
        if (leaseEpoch != State.LeaseEpoch || !State.HasWorker) return;
        if (State.Phase is TrainingPhase.Pausing or TrainingPhase.Canceling)
        {
            await EndStopAsync();
            return;
        }
        if (State.Deaths + 1 >= DeathsAllowed)
        {
            await FailAsync(new TrainingFailure(FailureCode.WorkerLost, $"The worker died {DeathsAllowed} times without reaching a new checkpoint. Its last words: {lastWords ?? "none"}"));
            return;
        }
        await RequeueAsync($"its worker died: {lastWords ?? "without a word"}", deaths: State.Deaths + 1);
    }

    private int LastEpoch => State.Losses.IsEmpty ? 0 : State.Losses[^1].Epoch;

    private Task EndStopAsync() => RestAsync(State.Phase == TrainingPhase.Pausing ? TrainingPhase.Paused : TrainingPhase.Canceled);

    /// <summary>The checkpoint counts from now on; those that it makes superfluous go.</summary>
    private async Task AcknowledgeAsync(CheckpointSummary checkpoint)
    {
        var kept = CheckpointRetention.Keep(State.Checkpoints.Add(checkpoint));
        var dropped = State.Checkpoints.Except(kept).ToArray();
        await KeepAsync(state => (state with { Checkpoints = kept, Deaths = 0 }).With(_clock.GetUtcNow(), TrainingEventKind.Checkpoint, checkpoint: checkpoint));
        foreach (var old in dropped) await _checkpoints.DeleteAsync(CheckpointBlobs.Folder(Key, old.Name));
    }

    private async Task RequeueAsync(string why, int deaths = 0)
    {
        await GoToAsync(state => state with { Phase = TrainingPhase.Queued, Node = null, Deaths = deaths }, why);
        await Queue.Requeue(Key.ToString());
    }

    /// <summary>The losses that a checkpoint knows: later ones are measured again by whoever goes on from it.</summary>
    private ImmutableList<EpochLosses> LossesAt(string? checkpoint)
    {
        var epochs = checkpoint is null ? 0 : State.Checkpoints[^1].Epoch;
        return State.Losses.RemoveAll(losses => losses.Epoch > epochs);
    }

    /// <summary>Progress is shown, not kept: losing it loses nothing.</summary>
    private void Progressed(WorkerEvent happened)
    {
        _progress = new TrainingEvent(State.LastSequence, _clock.GetUtcNow(), TrainingEventKind.Progress, State.Phase, Step: happened.Step, TotalSteps: happened.TotalSteps);
        _changed.Raise();
    }
}
