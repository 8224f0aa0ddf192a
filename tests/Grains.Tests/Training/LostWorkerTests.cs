using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

/// <summary>Workers and nodes that are lost, and checkpoints that cannot be read.</summary>
public sealed class LostWorkerTests(GrainCluster cluster)
{
    [Fact]
    public async Task Report_CheckpointThatCannotBeReadWhileItPauses_PausesAndGoesOnFromTheOneBefore()
    {
        var training = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Pausing);
        foreach (var step in new[] { 1, 2 }) await training.CheckpointAsync(1, step);

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Failed, Failure: new TrainingFailure(FailureCode.CheckpointInvalid, "It is torn.")));

        Assert.Equal(TrainingPhase.Paused, (await training.GetAsync()).Phase);
        Assert.Equal([1], (await training.GetAsync()).Checkpoints.Select(checkpoint => checkpoint.Step));
    }

    [Fact]
    public async Task WorkerExited_TwiceWithoutACheckpoint_WaitsAgainAndTheThirdTimeFails()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        for (var lease = 1; lease <= 2; lease++)
        {
            await training.ClaimAsync();
            await training.DieAsync(lease, lastWords: null);
            Assert.Equal(TrainingPhase.Recovering, (await training.GetAsync()).Phase);
        }
        await training.ClaimAsync();

        await training.DieAsync(3);

        var summary = await training.GetAsync();
        Assert.Equal((TrainingPhase.Failed, 3), (summary.Phase, summary.LeaseEpoch));
        Assert.Equal(
            new TrainingFailure(FailureCode.WorkerLost, "The worker was lost 3 times without reaching a new checkpoint; the last time its worker died: Killed."),
            summary.Failure);
    }

    [Fact]
    public async Task WorkerExited_AfterACheckpoint_BeginsToCountAnew()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        for (var lease = 1; lease <= 5; lease++)
        {
            await training.ClaimAsync();
            await training.CheckpointAsync(lease, step: lease);
            await training.DieAsync(lease);
        }
        Assert.Equal(TrainingPhase.Recovering, (await training.GetAsync()).Phase);

        foreach (var lease in new[] { 6, 7 })
        {
            await training.ClaimAsync();
            await training.DieAsync(lease);
        }

        Assert.Equal(TrainingPhase.Failed, (await training.GetAsync()).Phase);
    }

    [Fact]
    public async Task WorkerExited_WhileStopping_EndsTheStop()
    {
        var pausing = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Pausing);
        var canceling = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);

        await pausing.DieAsync(1);
        await canceling.DieAsync(1);

        Assert.Equal(TrainingPhase.Paused, (await pausing.GetAsync()).Phase);
        Assert.Equal(TrainingPhase.Canceled, (await canceling.GetAsync()).Phase);
    }

    [Theory]
    [InlineData(WorkerEnd.Dropped, "its device was given to another")]
    [InlineData(WorkerEnd.Unheard, "its worker could not be heard")]
    [InlineData(WorkerEnd.NodeStopped, "its node has stopped")]
    public async Task WorkerExited_ThroughNoFaultOfTheSession_IsNeverHeldAgainstIt(WorkerEnd end, string why)
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        for (var lease = 1; lease <= 11; lease++)
        {
            await training.ClaimAsync();
            if (lease % 2 == 0) await training.Grain.Report(lease, new WorkerEvent(WorkerEventKind.Started));
            await training.Grain.WorkerExited(lease, end, "gone");
            Assert.Equal((TrainingPhase.Recovering, 0), ((await training.GetAsync()).Phase, (await training.GetAsync()).Retries));
            Assert.True(await training.WaitsAsync());
        }
        await training.Grain.Cancel();
        Assert.All((await training.EventsAsync()).Where(happened => happened.Phase == TrainingPhase.Recovering), happened => Assert.Equal(why, happened.Message));
    }

    [Theory]
    [InlineData(WorkerEnd.Dropped)]
    [InlineData(WorkerEnd.Unheard)]
    [InlineData(WorkerEnd.NodeStopped)]
    public async Task WorkerExited_HoweverItEnds_EndsAStopAndAYield(WorkerEnd end)
    {
        var pausing = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Pausing);
        var canceling = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);
        var yielding = await PlayedTraining.RunningAsync(cluster);
        await yielding.Grain.Yield(1, YieldReason.Drained);

        foreach (var training in new[] { pausing, canceling, yielding }) await training.Grain.WorkerExited(1, end, null);

        Assert.Equal(TrainingPhase.Paused, (await pausing.GetAsync()).Phase);
        Assert.Equal(TrainingPhase.Canceled, (await canceling.GetAsync()).Phase);
        Assert.Equal((TrainingPhase.Queued, 1), ((await yielding.GetAsync()).Phase, (await yielding.GetAsync()).Preemptions));
    }

    [Fact]
    public async Task WorkerExited_OfASessionThatRests_ChangesNothing()
    {
        var succeeded = await PlayedTraining.RunningAsync(cluster);
        await succeeded.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        var last = (await succeeded.EventsAsync())[^1].Sequence;

        await succeeded.Grain.WorkerExited(1, WorkerEnd.Died, "too late");
        await succeeded.Grain.WorkerExited(1, WorkerEnd.Dropped, null);

        Assert.Equal(TrainingPhase.Succeeded, (await succeeded.GetAsync()).Phase);
        Assert.Empty(await succeeded.EventsAsync(last));
    }

    [Fact]
    public async Task Claim_AgainAndAgainWithoutACheckpoint_FailsWithNodeLost()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        for (var lease = 1; lease <= 10; lease++) Assert.Equal(lease, (await training.ClaimAsync()).LeaseEpoch);

        var refused = await training.TryClaimAsync();

        Assert.NotNull(refused.Problem);
        var summary = await training.GetAsync();
        Assert.Equal(
            (TrainingPhase.Failed, new TrainingFailure(FailureCode.NodeLost, $"The node was lost 10 times without reaching a new checkpoint; the last time its node {PlayedTraining.Node} was lost.")),
            (summary.Phase, summary.Failure!));
    }

    [Fact]
    public async Task Claim_OfASessionWhoseNodeIsLost_TellsOfItAndCountsARetry()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        await training.ClaimAsync("node-8");

        Assert.Equal((TrainingPhase.Starting, 1, 0), ((await training.GetAsync()).Phase, (await training.GetAsync()).Retries, (await training.GetAsync()).Preemptions));
        await training.Grain.Cancel();
        await training.DieAsync(2, lastWords: null);
        var recovering = Assert.Single(await training.EventsAsync(), happened => happened.Phase == TrainingPhase.Recovering);
        Assert.Equal($"its node {PlayedTraining.Node} was lost", recovering.Message);
    }

    [Fact]
    public async Task Report_ACheckpointThatCannotBeRead_GoesOnFromTheOneBefore()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var step in new[] { 1, 2, 3 }) await training.CheckpointAsync(1, step);
        await training.DieAsync(1, lastWords: null);
        Assert.Equal("00000003-001", (await training.ClaimAsync()).ResumeFrom);

        await training.Grain.Report(2, new WorkerEvent(WorkerEventKind.Failed, Failure: new TrainingFailure(FailureCode.CheckpointInvalid, "It is torn.")));

        Assert.Equal(TrainingPhase.Recovering, (await training.GetAsync()).Phase);
        Assert.True(await training.WaitsAsync());
        Assert.Equal("00000002-001", (await training.ClaimAsync()).ResumeFrom);
    }

    [Fact]
    public async Task Report_TheBestCheckpointCannotBeRead_IsReplacedByTheBestThatCan()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var (step, heldOut) in new[] { (1, 2.0), (2, 2.5), (3, 1.0) }) await training.CheckpointAsync(1, step, heldOut);
        await training.DieAsync(1);
        await training.ClaimAsync();
        await training.Grain.Report(2, new WorkerEvent(WorkerEventKind.Failed, Failure: new TrainingFailure(FailureCode.CheckpointInvalid, "It is torn.")));
        Assert.Equal([1, 2], (await training.GetAsync()).Checkpoints.Select(checkpoint => checkpoint.Step));

        await training.ClaimAsync();
        await training.CheckpointAsync(3, step: 4, heldOut: 3);

        string[] readable = ["00000001-001", "00000002-001", "00000004-003"];
        Assert.Equal(readable, (await training.GetAsync()).Checkpoints.Select(checkpoint => checkpoint.Name));
        Assert.Equal(readable, await training.FoldersAsync());
    }

    [Fact]
    public async Task Report_NoCheckpointCanBeRead_FailsAndResumingTriesAgain()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, 1);
        var torn = new TrainingFailure(FailureCode.CheckpointInvalid, "It is torn.");

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Failed, Failure: torn));

        Assert.Equal((TrainingPhase.Failed, torn), ((await training.GetAsync()).Phase, (await training.GetAsync()).Failure!));
        await training.AwaitPhaseAsync(TrainingPhase.Failed);
        await training.Grain.Resume();
        await training.AwaitPhaseAsync(TrainingPhase.Queued, behind: training.Sequence);
        Assert.Equal("00000001-001", (await training.ClaimAsync()).ResumeFrom);
    }
}
