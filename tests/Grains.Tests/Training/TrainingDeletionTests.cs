using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Models;
using MusicGen.Grains.Training;
using MusicGen.Tests.Corpora;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Training;

public sealed class TrainingDeletionTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delete_ASessionThatHasEnded_IsGoneAtOnceAndLeavesNothingButItsModel()
    {
        var training = await EndedAsync();
        var model = cluster.Grains.GetGrain<IModelGrain>(cluster.NewKey().ToString());
        await model.Publish(training.Key.Id, null);

        var problem = await training.Grain.Delete();

        Assert.Null(problem);
        string?[] codes =
        [
            (await training.Grain.Get()).Problem?.Code, (await training.Grain.Delete())?.Code, (await training.Grain.Resume()).Problem?.Code, (await training.Grain.Extend(50)).Problem?.Code,
            (await training.Grain.Metrics()).Problem?.Code, (await training.Grain.Samples()).Problem?.Code, (await training.TryClaimAsync()).Problem?.Code,
        ];
        Assert.All(codes, code => Assert.Equal("training-not-found", code));
        await NothingIsLeftAsync(training);
        Assert.True((await model.Get()).Succeeded);
        Assert.Equal("training-not-found", (await model.Publish(training.Key.Id, null)).Problem?.Code);
    }

    [Fact]
    public async Task Delete_ASessionThatGoesOn_IsRefused()
    {
        var (waiting, running) = (await PlayedTraining.QueuedAsync(cluster), await PlayedTraining.RunningAsync(cluster));

        waiting.AssertRefused(await waiting.Grain.Delete(), "queued", "delete", " Cancel it, and wait until it has ended.");
        running.AssertRefused(await running.Grain.Delete(), "running", "delete", " Cancel it, and wait until it has ended.");
        Assert.True(await waiting.WaitsAsync());
    }

    [Fact]
    public async Task Delete_RightAfterItBeganAndWasPaused_LeavesNothing()
    {
        var training = new PlayedTraining(cluster, cluster.NewKey());
        await training.CreateAsync(await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60, 62, 64, 65)));
        await training.Grain.Pause();

        Assert.Null(await training.Grain.Delete());

        await NothingIsLeftAsync(training);
    }

    [Fact]
    public async Task Create_WithTheIdOfADeletedSession_KnowsNothingOfIt()
    {
        var training = await EndedAsync();
        await training.Grain.Delete();

        await training.CreateAsync(await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60, 62)));

        await training.AwaitPhaseAsync(TrainingPhase.Queued);
        var made = await training.GetAsync();
        Assert.Equal((0, 0), (made.Losses.Count, made.Checkpoints.Count));
        Assert.True(await training.IsMarkedAsync());
        Assert.True(await training.WaitsAsync());
    }

    [Fact]
    public async Task Report_OfAWorkerThatComesBackTooLate_IsRefused()
    {
        var training = await EndedAsync();
        await training.Grain.Delete();

        Assert.False(await training.EpochAsync(1, 3));
        await NothingIsLeftAsync(training);
        Assert.False(await training.EpochAsync(1, 3));
    }

    [Fact]
    public async Task Wake_AfterACrashBehindTheDeletion_RemovesTheRest()
    {
        var training = await EndedAsync();
        await training.Grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        var blob = (await cluster.Store.GetAsync($"state/training/{training.Key}", Token))!;
        var state = JsonSerializer.Deserialize<TrainingState>(blob.Content.Span, ContractJson.Options)! with { Deleted = true };
        await cluster.Store.PutAsync($"state/training/{training.Key}", JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Options), cancellationToken: Token);
        await cluster.Store.PutAsync($"unfinished/training-deletion/{training.Key}", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

        await training.Grain.Wake();

        await NothingIsLeftAsync(training);
    }

    [Fact]
    public async Task Wake_WithoutWork_ClearsTheMark()
    {
        var training = await EndedAsync();
        await cluster.Store.PutAsync($"unfinished/training-deletion/{training.Key}", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

        await training.Grain.Wake();

        Assert.Null(await cluster.Store.FindAsync($"unfinished/training-deletion/{training.Key}", Token));
        Assert.True((await training.Grain.Get()).Succeeded);
    }

    /// <summary>With two checkpoints and a sample.</summary>
    private async Task<PlayedTraining> EndedAsync()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var epoch in new[] { 1, 2 })
        {
            await training.EpochAsync(1, epoch);
            await training.CheckpointAsync(1, epoch);
        }
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        await cluster.Store.PutAsync(SampleFiles.Midi(SampleBlobs.Prefix(training.Key), "a"), "MIDI"u8.ToArray(), cancellationToken: Token);
        return training;
    }

    private Task NothingIsLeftAsync(PlayedTraining training) => Leftovers.AwaitNoneAsync(cluster, training.Key, "checkpoints", "samples", "state/training", "unfinished/training", "unfinished/training-deletion");
}
