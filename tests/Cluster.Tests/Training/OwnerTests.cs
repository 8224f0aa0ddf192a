using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Training;

namespace MusicGen.Cluster.Tests.Training;

/// <summary>A training's owner steps in while a worker runs, or another training waits.</summary>
public sealed class OwnerTests(UnbrokenTraining unbroken)
{
    [Fact]
    public async Task Pause_MidEpoch_StopsAtACheckpointFromWhichResumeGoesOn()
    {
        using var data = unbroken.Copy();
        await using var silo = await SiloProcess.StartAsync(data);
        var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        var seen = await silo.EventsUntilMidEpochAsync(training);
        var worker = silo.Worker();

        await silo.Client.Trainings.PauseAsync(training.Id, Patience.Token);
        var paused = (await silo.EventsAsync(training.Id))[^1];
        var checkpoints = (await silo.Client.Trainings.GetAsync(training.Id, Patience.Token)).Checkpoints;
        await worker.EndAsync();
        await AssertIdleAsync(silo);
        await silo.Client.Trainings.ResumeAsync(training.Id, Patience.Token);
        var events = await silo.EventsAsync(training.Id);

        Assert.Equal(TrainingPhase.Paused, paused.Phase);
        Assert.InRange(checkpoints[^1].Step, seen[^1].Step!.Value, seen[^1].TotalSteps!.Value - 1);
        Assert.Equal(checkpoints[^1], events.AssertResumedFromLastCheckpoint());
        await unbroken.AssertEqualAsync(silo, training.Id);
    }

    [Fact]
    public async Task Start_AfterKillWhilePaused_LeavesItPaused()
    {
        using var data = unbroken.Copy();
        TrainingSummary training;
        await using (var first = await SiloProcess.StartAsync(data))
        {
            training = await first.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
            await first.EventsUntilMidEpochAsync(training);
            await first.Client.Trainings.PauseAsync(training.Id, Patience.Token);
            await first.EventsAsync(training.Id);
            await first.KillAsync();
        }

        await using var second = await SiloProcess.StartAsync(data);
        // The device goes to whoever waits: were the paused one among them, it would come first.
        var next = await second.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        await second.EventsUntilAsync(next.Id, happened => happened.Phase == TrainingPhase.Running);

        Assert.Equal(TrainingPhase.Paused, (await second.Client.Trainings.GetAsync(training.Id, Patience.Token)).Phase);
        Assert.Empty((await second.QueueAsync()).Waiting);
        await second.Client.Trainings.ResumeAsync(training.Id, Patience.Token);
        await second.Client.Trainings.CancelAsync(next.Id, Patience.Token);
        await second.EventsAsync(training.Id);
        await unbroken.AssertEqualAsync(second, training.Id);
    }

    [Fact]
    public async Task Cancel_MidEpoch_EndsTheWorkerAndFreesTheDevice()
    {
        using var data = unbroken.Copy();
        await using var silo = await SiloProcess.StartAsync(data);
        var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        await silo.EventsUntilMidEpochAsync(training);
        var worker = silo.Worker();

        await silo.Client.Trainings.CancelAsync(training.Id, Patience.Token);
        var events = await silo.EventsAsync(training.Id);

        Assert.Equal(TrainingPhase.Canceled, events[^1].Phase);
        await worker.EndAsync();
        await AssertIdleAsync(silo);
        Assert.NotEmpty((await silo.Client.Trainings.GetAsync(training.Id, Patience.Token)).Checkpoints);
    }

    [Fact]
    public async Task Create_WhileTheOnlyDeviceIsTaken_WaitsForItsTurn()
    {
        using var data = unbroken.Copy();
        await using var silo = await SiloProcess.StartAsync(data);
        var first = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        await silo.EventsUntilAsync(first.Id, happened => happened.Phase == TrainingPhase.Running);
        var second = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        await silo.EventsUntilAsync(second.Id, happened => happened.Phase == TrainingPhase.Queued);

        var queue = await silo.QueueAsync();
        var workers = silo.Workers();
        await silo.Client.Trainings.CancelAsync(first.Id, Patience.Token);
        await silo.EventsAsync(second.Id);

        var running = Assert.Single(queue.Running);
        Assert.Equal(first.Id, running.Training);
        Assert.NotNull(running.Node);
        Assert.Null(running.Position);
        Assert.Equal([new QueueEntry(second.Id, null, 1, PoolName.Default, TrainingPriority.Normal, second.CreatedAt, queue.Waiting[0].EstimatedStart, null)], queue.Waiting);
        Assert.Equal(1, queue.Slots);
        Assert.Single(workers);
        await unbroken.AssertEqualAsync(silo, second.Id);
    }

    private static Task AssertIdleAsync(SiloProcess silo) => Patience.UntilAsync(
        async () => await silo.QueueAsync() is { Running.Count: 0, Waiting.Count: 0 } && silo.Workers().Count == 0,
        "nothing runs and nothing waits");
}
