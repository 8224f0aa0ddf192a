using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Tests.Training;

/// <summary>The stream of a training session's events.</summary>
public sealed class TrainingWatchTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_FromAnySequence_GoesOnWithoutGapOrRepeat()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var epoch in Enumerable.Range(1, 4)) await training.EpochAsync(1, epoch);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        var all = await training.EventsAsync();

        Assert.Equal(Enumerable.Range(1, all.Count).Select(sequence => (long)sequence), all.Select(happened => happened.Sequence));
        for (var sequence = 0; sequence <= all.Count + 1; sequence++) Assert.Equal(all.Skip(sequence), await training.EventsAsync(sequence));
    }

    [Fact]
    public async Task Watch_WholeLife_TellsEveryPhaseAndEndsAtRest()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 3);
        await training.ClaimAsync();
        await training.Grain.Report(2, new WorkerEvent(WorkerEventKind.Started));
        await training.Grain.Report(2, new WorkerEvent(WorkerEventKind.Completed));

        var events = await training.EventsAsync();

        Assert.Equal(
            [
                (TrainingEventKind.Phase, TrainingPhase.Preparing), (TrainingEventKind.Phase, TrainingPhase.Queued),
                (TrainingEventKind.Phase, TrainingPhase.Starting), (TrainingEventKind.Phase, TrainingPhase.Running),
                (TrainingEventKind.Checkpoint, TrainingPhase.Running),
                (TrainingEventKind.Phase, TrainingPhase.Recovering), (TrainingEventKind.Phase, TrainingPhase.Starting), (TrainingEventKind.Resumed, TrainingPhase.Starting),
                (TrainingEventKind.Phase, TrainingPhase.Running),
                (TrainingEventKind.Phase, TrainingPhase.Succeeded),
            ],
            events.Where(happened => happened.Kind != TrainingEventKind.Progress).Select(happened => (happened.Kind, happened.Phase)));
        Assert.Equal("00000003-001", events[4].Checkpoint?.Name);
    }

    [Fact]
    public async Task Watch_OpenStream_HearsWhatHappensAndProgressUnderTheLastNumber()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await using var events = training.Grain.Watch(2, Token).GetAsyncEnumerator(Token);

        var next = events.MoveNextAsync().AsTask();
        await training.ClaimAsync();
        Assert.True(await next);
        Assert.Equal((3, TrainingPhase.Starting), (events.Current.Sequence, events.Current.Phase));

        next = events.MoveNextAsync().AsTask();
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, Step: 1, TotalSteps: 8));
        Assert.True(await next);
        Assert.Equal(
            (3, TrainingEventKind.Progress, 1, 8),
            (events.Current.Sequence, events.Current.Kind, events.Current.Step, events.Current.TotalSteps));

        next = events.MoveNextAsync().AsTask();
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed, Step: 1, TotalSteps: 8));
        Assert.True(await next);
        while (events.Current.Kind == TrainingEventKind.Progress) Assert.True(await events.MoveNextAsync());
        Assert.Equal((4, TrainingPhase.Succeeded), (events.Current.Sequence, events.Current.Phase));
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_SessionEndsWhileTheReaderIsBehind_StillTellsTheEnd()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var epoch in Enumerable.Range(1, 20)) await training.EpochAsync(1, epoch);
        await using var events = training.Grain.Watch(0, Token).WithBatchSize(1).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));

        var phases = new List<TrainingPhase>();
        while (await events.MoveNextAsync()) phases.Add(events.Current.Phase);
        Assert.Equal(TrainingPhase.Succeeded, phases[^1]);
    }

    [Fact]
    public async Task Watch_Canceled_EndsTheStream()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = training.Grain.Watch(2, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }
}
