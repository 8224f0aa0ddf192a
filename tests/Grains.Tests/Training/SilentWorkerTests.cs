using MusicGen.Contracts.Training;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Training;

/// <summary>Workers that are not heard any more.</summary>
public sealed class SilentWorkerTests(LeapingCluster cluster) : IClassFixture<LeapingCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_BeyondTheLease_LetsTheSessionRecoverAndRefusesWhatTheWorkerSaysThen()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 3);

        cluster.Leap(TimeSpan.FromSeconds(61));

        await training.AwaitPhaseAsync(TrainingPhase.Recovering);
        Assert.False(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, 9, 10)));
        Assert.False(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Checkpoint, Checkpoint: HandMadeModel.Checkpoint(4))));
        Assert.Equal([3], (await training.GetAsync()).Checkpoints.Select(checkpoint => checkpoint.Step));
        Assert.True(await training.WaitsAsync());
        Assert.Equal(2, (await training.ClaimAsync()).LeaseEpoch);
    }

    [Fact]
    public async Task Silence_OfAWorkerOfADeletedSession_IsWaitedForAndWhatItWroteGoes()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 3);
        await training.Grain.Cancel(); // its node cannot be reached

        Assert.Null(await training.Grain.Delete());
        await Eventually.IsAsync(async () => (await training.FoldersAsync()).Count == 0);
        await HandMadeModel.NoteNames.PutAsync(cluster.Store, training.Key, HandMadeModel.Checkpoint(4), Token);
        cluster.Leap(TimeSpan.FromSeconds(61));

        await Leftovers.AwaitNoneAsync(cluster, training.Key, "checkpoints", "state/training", "unfinished/training", "unfinished/training-deletion");
    }

    [Fact]
    public async Task Silence_AsLongAsTheWorkerAskedFor_IsAllowed()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, 1, 10, SilenceSeconds: 300));
        await LeapAndLookAsync(TimeSpan.FromSeconds(290));

        Assert.True(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, 2, 10)));
        cluster.Leap(TimeSpan.FromSeconds(61));
        await training.AwaitPhaseAsync(TrainingPhase.Recovering);
    }

    [Fact]
    public async Task Silence_OfAWorkerThatStarts_IsAllowedForTenMinutes()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await training.ClaimAsync();

        await LeapAndLookAsync(TimeSpan.FromMinutes(9.9));

        Assert.True(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Started)));
    }

    [Theory]
    [InlineData(TrainingPhase.Pausing, TrainingPhase.Paused)]
    [InlineData(TrainingPhase.Canceling, TrainingPhase.Canceled)]
    public async Task Silence_OfAWorkerThatWasToStop_EndsTheStop(TrainingPhase stopping, TrainingPhase ended)
    {
        var training = await PlayedTraining.StoppingAsync(cluster, stopping);
        Assert.Equal(stopping, (await training.GetAsync()).Phase);

        // A new activation does not know when the worker was last heard, nor how long its steps take.
        cluster.Leap(TimeSpan.FromMinutes(10.1));

        await foreach (var _ in training.Grain.Watch(0, Token))
        {
            // It ends when the session rests.
        }
        Assert.Equal(ended, (await training.GetAsync()).Phase);
    }

    [Fact]
    public async Task Silence_AgainAndAgainOnANodeThatLives_FailsWithWorkerLost()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);

        for (var lease = 1; lease <= 3; lease++)
        {
            await training.ClaimAsync(cluster.Cluster.Silos[0].Name);
            await training.Grain.Report(lease, new WorkerEvent(WorkerEventKind.Started));
            cluster.Leap(TimeSpan.FromSeconds(61));
            await training.AwaitPhaseAsync(lease < 3 ? TrainingPhase.Recovering : TrainingPhase.Failed, behind: training.Sequence);
        }

        Assert.Equal(
            new TrainingFailure(FailureCode.WorkerLost, "The worker was lost 3 times without reaching a new checkpoint; the last time its worker was not heard any more."),
            (await training.GetAsync()).Failure);
    }

    [Fact]
    public async Task Silence_AgainAndAgainWithTheNode_CountsAsThat()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);

        for (var lease = 1; lease <= 4; lease++)
        {
            await training.ClaimAsync();
            await training.Grain.Report(lease, new WorkerEvent(WorkerEventKind.Started));
            cluster.Leap(TimeSpan.FromSeconds(61));
            await training.AwaitPhaseAsync(TrainingPhase.Recovering, behind: training.Sequence);
        }

        Assert.Equal((TrainingPhase.Recovering, 4), ((await training.GetAsync()).Phase, (await training.GetAsync()).Retries));
    }

    /// <summary>Sessions look after their leases once a second; one whose lease is over by then shows that they have looked.</summary>
    private async Task LeapAndLookAsync(TimeSpan ahead)
    {
        var other = await PlayedTraining.RunningAsync(cluster);
        await other.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, 1, 10));
        cluster.Leap(ahead);
        await other.AwaitPhaseAsync(TrainingPhase.Recovering);
        var next = await PlayedTraining.RunningAsync(cluster);
        await next.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, 1, 10, SilenceSeconds: 0.001));
        cluster.Leap(TimeSpan.FromSeconds(0.01));
        await next.AwaitPhaseAsync(TrainingPhase.Recovering);
    }
}
