using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Tests.Corpora;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Training;

/// <summary>The side of a training session that its owner sees.</summary>
public sealed class TrainingSessionGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task Get_OfAPausedSessionThatLeftMemory_StillTellsItsSteps()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Progress, Step: 5, TotalSteps: 20));
        await training.CheckpointAsync(1, step: 5);
        await training.Grain.Pause();
        await training.Grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);

        var paused = await training.GetAsync();

        Assert.Equal((TrainingPhase.Paused, 5, 20), (paused.Phase, paused.Step, paused.TotalSteps));
    }

    [Fact]
    public async Task AnyMember_BeforeCreate_SaysThatThereIsNoSession()
    {
        var training = new PlayedTraining(cluster, cluster.NewKey());

        var answers = new[] { await training.Grain.Get(), await training.Grain.Pause(), await training.Grain.Resume(), await training.Grain.Cancel() };

        Assert.All(answers, answer => Assert.Equal("training-not-found", answer.Problem?.Code));
        Assert.Equal("training-not-found", (await training.TryClaimAsync()).Problem?.Code);
        Assert.Empty(await training.EventsAsync());
    }

    [Fact]
    public async Task Create_Recipe_IsPreparedAndWaits()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);

        var summary = await training.GetAsync();

        Assert.Equal(
            (TrainingPhase.Queued, "First try", "jazz", Presets.All[0], 0),
            (summary.Phase, summary.Name, summary.Corpus, summary.Options, summary.LeaseEpoch));
        await Eventually.IsAsync(training.WaitsAsync);
        Assert.True(await training.IsMarkedAsync());
    }

    [Fact]
    public async Task Create_PriorityAndPool_WaitsThereWithThem()
    {
        var training = new PlayedTraining(cluster, cluster.NewKey());

        await training.Grain.Create(null, "jazz", await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60)), Presets.All[0], TrainingPriority.Interactive, "gpus");
        await training.AwaitPhaseAsync(TrainingPhase.Queued);

        var summary = await training.GetAsync();
        Assert.Equal((TrainingPriority.Interactive, "gpus", 0), (summary.Priority, summary.Pool, summary.Preemptions));
        var queue = cluster.Grains.GetGrain<ITrainingQueueGrain>("gpus");
        await Eventually.IsAsync(async () => (await queue.Get()).Waiting.Contains(
            new QueueEntry($"{training.Key}", null, 1, "gpus", TrainingPriority.Interactive, summary.CreatedAt, null, null)));
        await training.Grain.Cancel();
        Assert.Empty((await queue.Get()).Waiting);
    }

    [Fact]
    public async Task Create_Twice_KeepsTheFirst()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        var first = await training.GetAsync();

        var second = await training.Grain.Create(
            "Second try",
            "blues",
            await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60)),
            Presets.All[1],
            TrainingPriority.High,
            "other");

        Assert.Equal(
            (first.Name, first.Corpus, first.Dataset, first.Options, first.Priority, first.Pool),
            (second.Name, second.Corpus, second.Dataset, second.Options, second.Priority, second.Pool));
    }

    [Fact]
    public async Task Create_DrumsAlone_FailsAndSaysWhy()
    {
        var training = new PlayedTraining(cluster, cluster.NewKey());

        await training.CreateAsync(await PlayedTraining.RecipeAsync(cluster, MidiFiles.Drums(35, 38)));
        var events = await training.EventsAsync();

        const string Reason = "No file can be learnt from. one.mid is left out: it has no pitched note, and note names cannot be learnt from drums.";
        Assert.Equal((TrainingPhase.Failed, Reason), (events[^1].Phase, events[^1].Message));
        Assert.Equal(new TrainingFailure(FailureCode.DataInvalid, Reason), (await training.GetAsync()).Failure);
    }

    [Fact]
    public async Task Pause_WhileItWaits_RestsAtOnceAndLeavesTheQueue()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);

        var paused = await training.Grain.Pause();

        Assert.Equal(TrainingPhase.Paused, paused.Value?.Phase);
        Assert.False(await training.WaitsAsync());
        Assert.False(await training.IsMarkedAsync());
    }

    [Fact]
    public async Task Pause_WhoseNodeIsGone_RestsAtOnce()
    {
        var training = await PlayedTraining.RunningAsync(cluster);

        Assert.Equal(TrainingPhase.Paused, (await training.Grain.Pause()).Value?.Phase);

        Assert.Equal((TrainingPhase.Paused, null), ((await training.GetAsync()).Phase, (await training.GetAsync()).Node));
        Assert.False(await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Started)));
        Assert.Contains(TrainingPhase.Pausing, (await training.EventsAsync()).Select(happened => happened.Phase));
    }

    [Fact]
    public async Task Pause_WhoseNodeKnowsOfNoWorker_RestsAtOnce()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await training.ClaimAsync(cluster.Cluster.Silos[0].Name);

        Assert.Equal(TrainingPhase.Paused, (await training.Grain.Pause()).Value?.Phase);
    }

    [Fact]
    public async Task Pause_Paused_ChangesNothing()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await training.Grain.Pause();
        var events = await training.EventsAsync();

        Assert.Equal(TrainingPhase.Paused, (await training.Grain.Pause()).Value?.Phase);
        Assert.Equal(events, await training.EventsAsync());
    }

    [Fact]
    public async Task Resume_Paused_WaitsAgainAndGoesOnFromTheCheckpoint()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 5);
        await training.Grain.Pause();
        Assert.False(await training.IsMarkedAsync());

        await training.Grain.Resume();
        await Eventually.IsAsync(async () => (await training.GetAsync()).Phase == TrainingPhase.Queued);

        Assert.True(await training.IsMarkedAsync());
        await Eventually.IsAsync(training.WaitsAsync);
        var claim = await training.ClaimAsync();
        Assert.Equal((2, "00000005-001"), (claim.LeaseEpoch, claim.ResumeFrom));
    }

    [Fact]
    public async Task Resume_WhileItWaitsOrRuns_ChangesNothing()
    {
        var queued = await PlayedTraining.QueuedAsync(cluster);
        var running = await PlayedTraining.RunningAsync(cluster);

        Assert.Equal(TrainingPhase.Queued, (await queued.Grain.Resume()).Value?.Phase);
        Assert.Equal(TrainingPhase.Running, (await running.Grain.Resume()).Value?.Phase);
    }

    [Fact]
    public async Task Resume_Failed_TriesAgainWithoutItsFailureAndDeaths()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 5);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Failed));

        Assert.Null((await training.Grain.Resume()).Value?.Failure);

        await Eventually.IsAsync(async () => (await training.GetAsync()).Phase == TrainingPhase.Queued);
        Assert.Equal("00000005-001", (await training.ClaimAsync()).ResumeFrom);
    }

    [Theory]
    [InlineData(TrainingPhase.Pausing, "pausing")]
    [InlineData(TrainingPhase.Canceling, "canceling")]
    public async Task Resume_WhileItStops_IsRefused(TrainingPhase phase, string name)
    {
        var training = await PlayedTraining.StoppingAsync(cluster, phase);

        training.AssertRefused(await training.Grain.Resume(), name, "resume");
    }

    [Fact]
    public async Task Cancel_WhileItWaitsOrIsPaused_EndsAtOnce()
    {
        var queued = await PlayedTraining.QueuedAsync(cluster);
        var paused = await PlayedTraining.QueuedAsync(cluster);
        await paused.Grain.Pause();

        Assert.Equal(TrainingPhase.Canceled, (await queued.Grain.Cancel()).Value?.Phase);
        Assert.Equal(TrainingPhase.Canceled, (await paused.Grain.Cancel()).Value?.Phase);
        Assert.False(await queued.WaitsAsync());
    }

    [Fact]
    public async Task Cancel_WhoseNodeIsGone_EndsAtOnce()
    {
        var running = await PlayedTraining.RunningAsync(cluster);
        var pausing = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Pausing);
        var canceling = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);

        Assert.Equal(TrainingPhase.Canceled, (await running.Grain.Cancel()).Value?.Phase);
        Assert.Equal(TrainingPhase.Canceled, (await pausing.Grain.Cancel()).Value?.Phase);
        Assert.Equal(TrainingPhase.Canceled, (await canceling.Grain.Cancel()).Value?.Phase);
    }

    [Fact]
    public async Task CancelAndPause_JustCreatedStartingOrRecovering_EndAtOnce()
    {
        foreach (var (stop, phase) in new (Func<PlayedTraining, Task>, TrainingPhase)[] { (training => training.Grain.Cancel(), TrainingPhase.Canceled), (training => training.Grain.Pause(), TrainingPhase.Paused) })
        {
            var created = new PlayedTraining(cluster, cluster.NewKey());
            await created.CreateAsync(await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60, 62, 64)));
            var starting = await PlayedTraining.QueuedAsync(cluster);
            await starting.ClaimAsync();
            var recovering = await PlayedTraining.RunningAsync(cluster);
            await recovering.DieAsync(1);

            foreach (var training in new[] { created, starting, recovering })
            {
                await stop(training);

                Assert.Equal(phase, (await training.GetAsync()).Phase);
                Assert.False(await training.WaitsAsync());
            }
        }
    }

    [Fact]
    public async Task Wake_WhoseNodeHasNoWorker_RecoversAtOnceAndWhoseNodeIsGoneWaitsForIt()
    {
        var known = await PlayedTraining.QueuedAsync(cluster);
        await known.ClaimAsync(cluster.Cluster.Silos[0].Name);
        var gone = await PlayedTraining.RunningAsync(cluster);

        await known.Grain.Wake();
        await gone.Grain.Wake();

        Assert.Equal((TrainingPhase.Recovering, 1), ((await known.GetAsync()).Phase, (await known.GetAsync()).Retries));
        Assert.True(await known.WaitsAsync());
        await known.Grain.Cancel();
        Assert.Contains(await known.EventsAsync(), happened => happened.Message == $"its node {cluster.Cluster.Silos[0].Name} has begun anew");
        Assert.Equal(TrainingPhase.Running, (await gone.GetAsync()).Phase);
    }

    [Fact]
    public async Task Pause_WhileItIsCanceled_IsRefused()
    {
        var training = await PlayedTraining.StoppingAsync(cluster, TrainingPhase.Canceling);

        training.AssertRefused(await training.Grain.Pause(), "canceling", "pause");
    }

    [Fact]
    public async Task AnyChange_AfterTheEnd_IsRefused()
    {
        var succeeded = await PlayedTraining.RunningAsync(cluster);
        await succeeded.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        var failed = await PlayedTraining.RunningAsync(cluster);
        await failed.Grain.Report(
            1,
            new WorkerEvent(WorkerEventKind.Failed, Failure: new TrainingFailure(FailureCode.LossDiverged, "The loss is infinite.")));
        foreach (var (training, phase) in new[] { (succeeded, "succeeded"), (failed, "failed") })
        {
            training.AssertRefused(await training.Grain.Pause(), phase, "pause");
            training.AssertRefused(await training.Grain.Cancel(), phase, "cancel");
            training.AssertRefused(await training.TryClaimAsync(), phase, "run");
        }
        succeeded.AssertRefused(await succeeded.Grain.Resume(), "succeeded", "resume");
    }

    [Fact]
    public async Task Cancel_Canceled_ChangesNothing()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await training.Grain.Cancel();

        Assert.Equal(TrainingPhase.Canceled, (await training.Grain.Cancel()).Value?.Phase);
        training.AssertRefused(await training.Grain.Resume(), "canceled", "resume");
        training.AssertRefused(await training.Grain.Pause(), "canceled", "pause");
    }

    [Fact]
    public async Task Wake_RestingSession_ClearsItsMark()
    {
        var training = await PlayedTraining.QueuedAsync(cluster);
        await training.Grain.Cancel();
        await cluster.Store.PutAsync(
            $"unfinished/training/{training.Key}",
            ReadOnlyMemory<byte>.Empty,
            cancellationToken: TestContext.Current.CancellationToken);

        await training.Grain.Wake();

        Assert.False(await training.IsMarkedAsync());
    }
}
