using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Tests.Training;

public sealed class ExtendTrainingTests(GrainCluster cluster)
{
    [Fact]
    public async Task Extend_ASessionThatHasSucceeded_GoesOnFromItsLastCheckpoint()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var epoch in new[] { 1, 2 }) await training.EpochAsync(1, epoch);
        await training.CheckpointAsync(1, step: 2);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        var extended = (await training.Grain.Extend(30)).Value!;

        Assert.Equal(30, extended.Options.Epochs);
        Assert.True(await training.IsMarkedAsync());
        await training.AwaitPhaseAsync(TrainingPhase.Queued, behind: training.Sequence + 1);
        var claim = await training.ClaimAsync();
        Assert.Equal(("00000002-001", 2, 30), (claim.ResumeFrom, claim.PatienceFrom, claim.Options.Epochs));
    }

    [Fact]
    public async Task Extend_ToldTwice_CountsOnce()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.EpochAsync(1, 1);
        await training.CheckpointAsync(1, step: 1);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        await training.Grain.Extend(30);
        Assert.Equal(30, (await training.Grain.Extend(30)).Value!.Options.Epochs);
        await training.AwaitPhaseAsync(TrainingPhase.Queued, behind: training.Sequence + 1);
        Assert.Equal(30, (await training.Grain.Extend(30)).Value!.Options.Epochs);

        await training.Grain.Cancel();
        Assert.Single(await training.EventsAsync(), happened => happened.Message == "extended by its owner to 30 passes");
    }

    [Fact]
    public async Task Resume_ToldTwice_CountsOnce()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await training.Grain.Pause();

        foreach (var _ in Enumerable.Range(0, 2)) Assert.True((await training.Grain.Resume()).Succeeded);
        await training.AwaitPhaseAsync(TrainingPhase.Queued, behind: training.Sequence + 1);
        Assert.True((await training.Grain.Resume()).Succeeded);

        Assert.True(await training.WaitsAsync());
        await training.Grain.Cancel();
        Assert.Single(await training.EventsAsync(), happened => happened.Message == "resumed by its owner");
    }

    [Fact]
    public async Task Extend_ToFewerPassesThanAreDone_IsRefused()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var epoch in new[] { 1, 2 }) await training.EpochAsync(1, epoch);
        await training.CheckpointAsync(1, step: 2);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        Assert.Equal(
            new Problem(ProblemKind.Invalid, "epochs-already-done", "2 passes are done: epochs is the number of all passes, and must be larger.", "epochs"),
            (await training.Grain.Extend(2)).Problem);
        Assert.Equal("epochs must be 1 to 10,000.", (await training.Grain.Extend(10_001)).Problem!.Detail);
        Assert.Equal(TrainingPhase.Succeeded, (await training.GetAsync()).Phase);
    }

    [Fact]
    public async Task Extend_ASessionThatWaitsOrRunsOrWasCanceled_IsRefused()
    {
        var waiting = await PlayedTraining.QueuedAsync(cluster);
        var running = await PlayedTraining.RunningAsync(cluster);
        var canceled = await PlayedTraining.QueuedAsync(cluster);
        await canceled.Grain.Cancel();

        waiting.AssertRefused(await waiting.Grain.Extend(30), "queued", "extend");
        running.AssertRefused(await running.Grain.Extend(30), "running", "extend");
        canceled.AssertRefused(await canceled.Grain.Extend(30), "canceled", "extend");
    }
}
