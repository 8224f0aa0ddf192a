using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>What workers say, and what becomes of it.</summary>
internal sealed partial class TrainingSessionGrain
{
    public async Task<bool> Report(int leaseEpoch, WorkerEvent happened)
    {
        if (leaseEpoch != State.LeaseEpoch || !State.HasWorker) return false;
        _lease.Renew(happened.SilenceSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.LeaseDuration);
        switch (happened.Kind)
        {
            case WorkerEventKind.Started:
                Progressed(happened);
                if (State.Phase == TrainingPhase.Starting) await GoToAsync(state => state with { Phase = TrainingPhase.Running });
                break;
            case WorkerEventKind.Progress when happened.TotalSteps > 0: // until it has begun, the last checkpoint's step is shown
                Progressed(happened);
                break;
            case WorkerEventKind.Epoch when happened.Losses is { } losses && losses.Epoch > State.LastEpoch:
                Progressed(happened);
                await EndPassAsync(happened, losses);
                break;
            case WorkerEventKind.Checkpoint when happened.Checkpoint is { } checkpoint && State.Checkpoints.All(known => known.Name != checkpoint.Name):
                await AcknowledgeAsync(checkpoint with { WrittenAt = _clock.GetUtcNow() });
                break;
            case WorkerEventKind.RolledBack:
                Progressed(happened);
                await KeepAsync(state => (state with { Losses = state.Losses.RemoveAll(losses => losses.Epoch > happened.Epoch) })
                    .With(_clock.GetUtcNow(), TrainingEventKind.RolledBack, happened.Message));
                break;
            case WorkerEventKind.Stopped:
                await (State.IsStopping ? EndStopAsync() : WaitAgainAsync(TrainingPhase.Queued, "its node is stopping", state => state));
                break;
            case WorkerEventKind.Completed:
                Progressed(happened);
                await RestAsync(State.Phase == TrainingPhase.Canceling ? TrainingPhase.Canceled : TrainingPhase.Succeeded);
                break;
            case WorkerEventKind.Failed when happened.Failure is { Code: FailureCode.CheckpointInvalid } damaged:
                await LeaveDamagedAsync(damaged);
                break;
            case WorkerEventKind.Failed:
                await (State.Phase == TrainingPhase.Canceling ? EndStopAsync() : FailAsync(happened.Failure ?? new TrainingFailure(FailureCode.Internal, "The worker failed without a reason.")));
                break;
        }
        if (!State.HasWorker) _lease.End(); // that was its last word
        return true;
    }

    private async Task EndPassAsync(WorkerEvent happened, EpochLosses losses)
    {
        var samples = State.Samples.RemoveAll(sample => sample.Epoch >= losses.Epoch);
        var kept = SampleRetention.Keep(samples.AddRange((happened.Samples ?? []).Select(name => new TrainingSample(name, losses.Epoch, losses.Step))));
        var dropped = State.Samples.Except(kept).ToArray();
        await KeepAsync(state => (state with { Losses = state.Losses.Add(losses), Baseline = happened.Baseline ?? state.Baseline, Samples = kept })
            .With(_clock.GetUtcNow(), TrainingEventKind.Epoch, losses: losses, samples: happened.Samples));
        foreach (var sample in dropped) await _samples.DeleteAsync(Key, sample.Name);
    }

    /// <summary>The checkpoint counts from now on; those that it makes superfluous go.</summary>
    private async Task AcknowledgeAsync(CheckpointSummary checkpoint)
    {
        // A checkpoint that nobody could read is neither the best nor among the last.
        var kept = CheckpointRetention.Keep(State.ReadableCheckpoints.Add(checkpoint), State.Options);
        var dropped = State.Checkpoints.Except(kept).ToArray();
        await KeepAsync(state => (state with { Checkpoints = kept, Deaths = 0, NodeLosses = 0 }).With(_clock.GetUtcNow(), TrainingEventKind.Checkpoint, checkpoint: checkpoint));
        foreach (var old in dropped) await _checkpoints.DeleteAsync(CheckpointBlobs.Folder(Key, old.Name));
    }

    /// <summary>A checkpoint that cannot be read is left alone, and the one before it tried.</summary>
    private async Task LeaveDamagedAsync(TrainingFailure damaged)
    {
        if (State.ResumeFrom is not { } unreadable)
        {
            await FailAsync(damaged);
            return;
        }
        var left = State.Damaged.Add(unreadable.Name);
        if (State.IsStopping)
        {
            await KeepAsync(state => state with { Damaged = left });
            await EndStopAsync();
        }
        else if (State.Checkpoints.All(checkpoint => left.Contains(checkpoint.Name))) await FailAsync(damaged);
        else await WaitAgainAsync(TrainingPhase.Recovering, $"checkpoint {unreadable.Name} cannot be read: {damaged.Reason}", state => state with { Damaged = left });
    }

    /// <summary>Progress is shown, not kept: losing it loses nothing.</summary>
    private void Progressed(WorkerEvent happened)
    {
        _progress = new TrainingEvent(
            State.LastSequence, _clock.GetUtcNow(), TrainingEventKind.Progress, State.Phase, Step: happened.Step, TotalSteps: happened.TotalSteps,
            Loss: happened.Loss, LearningRate: happened.LearningRate, TokensPerSecond: happened.TokensPerSecond, RemainingSeconds: happened.RemainingSeconds);
        _changed.Raise();
    }
}
