using MusicGen.Contracts.Training;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Training;

/// <summary>The side of a training session that training nodes see.</summary>
public sealed class TrainingLeaseTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_WaitingSession_GivesAllThatTheWorkerNeeds()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);

        var claim = await training.ClaimAsync("node-7");

        var summary = await training.GetAsync();
        Assert.Equal(
            (1, summary.Dataset, $"checkpoints/{training.Key}", (string?)null, summary.Options),
            (claim.LeaseEpoch, claim.Dataset, claim.CheckpointPrefix, claim.ResumeFrom, claim.Options));
        Assert.Equal((TrainingPhase.Starting, "node-7", PlayedTraining.Device, 1), (summary.Phase, summary.Node, summary.Device, summary.LeaseEpoch));
    }

    [Fact]
    public async Task Claim_WhileAnotherNodeRunsIt_TakesItOver()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        var claim = await training.ClaimAsync("node-8");

        Assert.Equal(2, claim.LeaseEpoch);
        Assert.False(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed)));
        Assert.Equal((TrainingPhase.Starting, "node-8"), ((await training.GetAsync()).Phase, (await training.GetAsync()).Node));
    }

    [Fact]
    public async Task Claim_OfTheSameSlotAgain_IsANewLeaseAndNoLoss()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        Assert.Equal(1, (await training.ClaimAsync()).LeaseEpoch);

        Assert.Equal(2, (await training.ClaimAgainAsync()).LeaseEpoch);

        Assert.False(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Started)));
        Assert.True(await training.Grain.Report(2, new WorkerEvent(WorkerEventKind.Started)));
        Assert.Equal((TrainingPhase.Running, 0), ((await training.GetAsync()).Phase, (await training.GetAsync()).Retries));
        await training.Grain.Cancel();
        Assert.DoesNotContain(await training.EventsAsync(), happened => happened.Phase == TrainingPhase.Recovering);
    }

    [Fact]
    public async Task Claim_WhoseStopIsOpen_EndsTheStopInsteadOfRunning()
    {
        var pausing = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Pausing);
        var canceling = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);

        pausing.AssertRefused(await pausing.TryClaimAsync(), "paused", "run");
        canceling.AssertRefused(await canceling.TryClaimAsync(), "canceled", "run");

        Assert.Equal(TrainingPhase.Paused, (await pausing.GetAsync()).Phase);
        Assert.Equal(TrainingPhase.Canceled, (await canceling.GetAsync()).Phase);
    }

    [Fact]
    public async Task Claim_AfterACheckpoint_DropsTheLossesBehindIt()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var epoch in new[] { 1, 2 }) await training.EpochAsync(1, epoch);
        await training.CheckpointAsync(1, step: 2);
        foreach (var epoch in new[] { 3, 4 }) await training.EpochAsync(1, epoch);

        var claim = await training.ClaimAsync();

        Assert.Equal("00000002-001", claim.ResumeFrom);
        Assert.Equal([1, 2], (await training.GetAsync()).Losses.Select(losses => losses.Epoch));
        await training.EpochAsync(2, 3);
        Assert.Equal([1, 2, 3], (await training.GetAsync()).Losses.Select(losses => losses.Epoch));
    }

    [Fact]
    public async Task Claim_WithoutACheckpoint_DropsAllLosses()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.EpochAsync(1, 1);

        Assert.Null((await training.ClaimAsync()).ResumeFrom);
        Assert.Empty((await training.GetAsync()).Losses);
    }

    [Fact]
    public async Task Report_StartedAndProgress_AreShown()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await training.ClaimAsync();

        Assert.True(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Started, TotalSteps: 100)));
        Assert.True(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, Step: 7, TotalSteps: 100)));

        var summary = await training.GetAsync();
        Assert.Equal((TrainingPhase.Running, 7, 100), (summary.Phase, summary.Step, summary.TotalSteps));
    }

    [Fact]
    public async Task Report_OfAWorkerThatHasNotBegun_LeavesWhatIsShown()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 7);
        await training.DieAsync(1);
        await training.ClaimAsync();

        Assert.True(await training.Grain.Report(2, new WorkerEvent(WorkerEventKind.Progress)));

        Assert.Equal(7, (await training.GetAsync()).Step);
    }

    [Fact]
    public async Task Report_EpochAndCheckpoint_CountOnceThoughToldTwice()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        for (var time = 0; time < 2; time++)
        {
            Assert.True(await training.EpochAsync(1, 1));
            await training.CheckpointAsync(1, step: 1);
        }

        var summary = await training.GetAsync();
        Assert.Single(summary.Losses);
        Assert.Single(summary.Checkpoints);
        await training.Grain.Cancel();
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Stopped));
        var kinds = (await training.EventsAsync()).Select(happened => happened.Kind).ToList();
        Assert.Equal(1, kinds.Count(kind => kind == TrainingEventKind.Epoch));
        Assert.Equal(1, kinds.Count(kind => kind == TrainingEventKind.Checkpoint));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Report_UnderAnotherLease_IsRefusedAndChangesNothing(int leaseEpoch)
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        Assert.False(await training.Grain.Report(leaseEpoch, new WorkerEvent(WorkerEventKind.Completed)));
        await training.DieAsync(leaseEpoch, lastWords: "gone");

        Assert.Equal(TrainingPhase.Running, (await training.GetAsync()).Phase);
    }

    [Fact]
    public async Task Report_WhileNoWorkerHasIt_IsRefused()
    {
        var queued = await PlayedTraining.QueuedAsync(cluster);
        var ended = await PlayedTraining.RunningAsync(cluster);
        await ended.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        Assert.False(await queued.Grain.Report(0, new WorkerEvent(WorkerEventKind.Started)));
        Assert.False(await ended.Grain.Report(1, new WorkerEvent(WorkerEventKind.Failed)));

        Assert.Equal(TrainingPhase.Queued, (await queued.GetAsync()).Phase);
        Assert.Equal(TrainingPhase.Succeeded, (await ended.GetAsync()).Phase);
    }

    [Fact]
    public async Task Report_Completed_SucceedsAndClearsTheMark()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        Assert.True(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed, Step: 9, TotalSteps: 9)));

        var summary = await training.GetAsync();
        Assert.Equal((TrainingPhase.Succeeded, 9, (string?)null), (summary.Phase, summary.Step, summary.Node));
        Assert.False(await training.IsMarkedAsync());
    }

    [Fact]
    public async Task Report_CompletedWhileStopping_CountsAsSuccessUnlessCanceled()
    {
        var pausing = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Pausing);
        var canceling = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);

        await pausing.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        await canceling.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        Assert.Equal(TrainingPhase.Succeeded, (await pausing.GetAsync()).Phase);
        Assert.Equal(TrainingPhase.Canceled, (await canceling.GetAsync()).Phase);
    }

    [Fact]
    public async Task Report_StoppedAsAsked_RestsWithItsLastCheckpoint()
    {
        var pausing = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Pausing);
        var canceling = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);
        foreach (var training in new[] { pausing, canceling })
        {
            await training.CheckpointAsync(1, step: 5);

            Assert.True(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Stopped)));

            Assert.Equal(5, Assert.Single((await training.GetAsync()).Checkpoints).Step);
            Assert.False(await training.IsMarkedAsync());
        }
        Assert.Equal((TrainingPhase.Paused, null), ((await pausing.GetAsync()).Phase, (await pausing.GetAsync()).Node));
        Assert.Equal(TrainingPhase.Canceled, (await canceling.GetAsync()).Phase);
    }

    [Fact]
    public async Task Report_Completed_DeletesCheckpointsThatNobodyAcknowledged()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 5);
        await HandMadeModel.NoteNames.PutAsync(cluster.Store, training.Key, HandMadeModel.Checkpoint(6), Token);

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        Assert.Equal(["00000005-001"], await training.FoldersAsync());
    }

    [Fact]
    public async Task Report_Failed_KeepsTheWorkersReason()
    {
        var named = await PlayedTraining.RunningAsync(cluster);
        var unnamed = await PlayedTraining.RunningAsync(cluster);
        var failure = new TrainingFailure(FailureCode.OutOfMemory, "The batch does not fit.");

        await named.Grain.Report(1, new WorkerEvent(WorkerEventKind.Failed, Failure: failure));
        await unnamed.Grain.Report(1, new WorkerEvent(WorkerEventKind.Failed));

        Assert.Equal((TrainingPhase.Failed, failure), ((await named.GetAsync()).Phase, (await named.GetAsync()).Failure));
        Assert.Equal(new TrainingFailure(FailureCode.Internal, "The worker failed without a reason."), (await unnamed.GetAsync()).Failure);
    }

    [Theory]
    [InlineData(FailureCode.CheckpointInvalid)]
    [InlineData(FailureCode.OutOfMemory)]
    public async Task Report_FailedWhileItIsCanceled_EndsCanceled(FailureCode code)
    {
        var training = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);
        foreach (var step in new[] { 1, 2 }) await training.CheckpointAsync(1, step);

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Failed, Failure: new TrainingFailure(code, "It cannot go on.")));

        Assert.Equal(TrainingPhase.Canceled, (await training.GetAsync()).Phase);
        Assert.False(await training.IsMarkedAsync());
    }

    [Fact]
    public async Task Report_StoppedUnasked_WaitsAtTheFrontAgain()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Stopped));

        Assert.Equal(TrainingPhase.Queued, (await training.GetAsync()).Phase);
        Assert.True(await training.WaitsAsync());
        Assert.False(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Started)));
    }

    [Fact]
    public async Task Report_Checkpoints_KeepsTheBestAndTheLastInStateAndStore()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        foreach (var (step, heldOut) in new[] { (1, 3.0), (2, 1.0), (3, 2.0), (4, 2.5), (5, 2.6) }) await training.CheckpointAsync(1, step, heldOut);

        string[] kept = ["00000002-001", "00000003-001", "00000004-001", "00000005-001"]; // two of each
        Assert.Equal(kept, (await training.GetAsync()).Checkpoints.Select(checkpoint => checkpoint.Name));
        Assert.Equal(kept, await training.FoldersAsync());
    }

    [Fact]
    public async Task Report_RolledBack_IsInTheLog()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.RolledBack, Message: "The loss has risen."));

        Assert.Equal(TrainingPhase.Running, (await training.GetAsync()).Phase);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        Assert.Equal("The loss has risen.", Assert.Single(await training.EventsAsync(), happened => happened.Kind == TrainingEventKind.RolledBack).Message);
    }
}
