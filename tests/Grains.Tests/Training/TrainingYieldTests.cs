using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

/// <summary>A training session gives its device back and waits again.</summary>
public sealed class TrainingYieldTests(GrainCluster cluster)
{
    [Theory]
    [InlineData(YieldReason.Preempted, "a session of higher priority takes its device")]
    [InlineData(YieldReason.Drained, "its node is being drained")]
    public async Task Yield_RunningSession_StopsWaitsAgainAndSaysWhy(YieldReason reason, string message)
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        Assert.True(await training.Grain.Yield(1, reason));
        Assert.Equal((TrainingPhase.Pausing, PlayedTraining.Node), ((await training.GetAsync()).Phase, (await training.GetAsync()).Node));
        await training.CheckpointAsync(1, step: 5);
        Assert.True(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Stopped)));

        var summary = await training.GetAsync();
        Assert.Equal((TrainingPhase.Queued, 1, null, null), (summary.Phase, summary.Preemptions, summary.Node, summary.Device));
        Assert.True(await training.WaitsAsync());
        Assert.True(await training.IsMarkedAsync());
        Assert.Equal("00000005-001", (await training.ClaimAsync()).ResumeFrom);
        await training.Grain.Cancel();
        Assert.Equal(
            [(TrainingPhase.Pausing, message), (TrainingPhase.Queued, message)],
            (await training.EventsAsync()).Where(happened => happened.Message == message).Select(happened => (happened.Phase, happened.Message!)));
    }

    [Fact]
    public async Task Yield_ToldAgain_ChangesNothing()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.Grain.Yield(1, YieldReason.Preempted);

        Assert.True(await training.Grain.Yield(1, YieldReason.Drained));

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Stopped));
        await training.Grain.Cancel();
        Assert.Single(await training.EventsAsync(), happened => happened.Phase == TrainingPhase.Pausing);
        Assert.Equal(1, (await training.GetAsync()).Preemptions);
    }

    [Fact]
    public async Task Yield_ManyTimes_CountsAsNoDeath()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        for (var lease = 1; lease <= 5; lease++)
        {
            await training.ClaimAsync();
            await training.Grain.Yield(lease, YieldReason.Preempted);
            await training.DieAsync(lease);
        }

        Assert.Equal((TrainingPhase.Queued, 5), ((await training.GetAsync()).Phase, (await training.GetAsync()).Preemptions));
    }

    [Fact]
    public async Task Yield_BetweenDeaths_DoesNotForgetThem()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        for (var lease = 1; lease <= 4; lease++)
        {
            await training.ClaimAsync();
            if (lease == 2) await training.Grain.Yield(lease, YieldReason.Preempted);
            await training.DieAsync(lease);
        }

        Assert.Equal(FailureCode.WorkerLost, (await training.GetAsync()).Failure?.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Yield_UnderAnotherLease_IsRefused(int leaseEpoch)
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        Assert.False(await training.Grain.Yield(leaseEpoch, YieldReason.Preempted));

        Assert.Equal(TrainingPhase.Running, (await training.GetAsync()).Phase);
    }

    [Fact]
    public async Task Pause_WhileItYields_Wins()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.Grain.Yield(1, YieldReason.Preempted);

        // Its node is gone, so it rests at once.
        Assert.Equal(TrainingPhase.Paused, (await training.Grain.Pause()).Value?.Phase);

        Assert.False(await training.WaitsAsync());
        Assert.Equal(0, (await training.GetAsync()).Preemptions);
    }

    [Fact]
    public async Task Cancel_WhileItYields_Wins()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.Grain.Yield(1, YieldReason.Preempted);

        Assert.Equal(TrainingPhase.Canceled, (await training.Grain.Cancel()).Value?.Phase);
    }

    [Theory]
    [InlineData(TrainingPhase.Pausing, TrainingPhase.Paused)]
    [InlineData(TrainingPhase.Canceling, TrainingPhase.Canceled)]
    public async Task Yield_WhatItsOwnerStops_StaysStopped(TrainingPhase stopping, TrainingPhase stopped)
    {
        var training = await PlayedTraining.StoppingAsync(cluster, stopping);

        Assert.True(await training.Grain.Yield(1, YieldReason.Preempted));
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Stopped));

        Assert.Equal(stopped, (await training.GetAsync()).Phase);
    }

    [Fact]
    public async Task Resume_WhileItYields_ChangesNothing()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.Grain.Yield(1, YieldReason.Preempted);

        Assert.Equal(TrainingPhase.Pausing, (await training.Grain.Resume()).Value?.Phase);
    }

    [Fact]
    public async Task Claim_WhileItYields_TakesItOver()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.Grain.Yield(1, YieldReason.Preempted);

        var claim = await training.ClaimAsync("node-8");

        Assert.Equal(2, claim.LeaseEpoch);
        await training.Grain.Report(2, new WorkerEvent(WorkerEventKind.Started));
        var summary = await training.GetAsync();
        Assert.Equal((TrainingPhase.Running, "node-8", 0), (summary.Phase, summary.Node, summary.Preemptions));
    }

    [Fact]
    public async Task Report_CompletedWhileItYields_Succeeds()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.Grain.Yield(1, YieldReason.Preempted);

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        Assert.Equal((TrainingPhase.Succeeded, 0), ((await training.GetAsync()).Phase, (await training.GetAsync()).Preemptions));
    }
}
