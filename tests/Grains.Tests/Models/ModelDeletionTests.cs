using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Tests.Sessions;
using MusicGen.Grains.Tests.Training;
using MusicGen.Grains.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Tests.Corpora;
using MusicGen.Tests.Models;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Models;

public sealed class ModelDeletionTests(GrainCluster cluster)
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Gone => $"Model '{_key.Id}' was deleted, with the version that this session composes with: its tunes stay; for new ones create a session with another model.";

    private IModelGrain Model => cluster.Grains.GetGrain<IModelGrain>(_key.ToString());

    [Fact]
    public async Task Delete_Model_IsGoneAtOnceAndLeavesNothing()
    {
        var training = await PublishAsync(1, 2);

        var problem = await Model.Delete();
        var (get, again) = (await Model.Get(), await Model.Delete());

        Assert.Null(problem);
        Assert.Equal(["model-not-found", "model-not-found"], [get.Problem?.Code, again?.Code]);
        await NothingIsLeftAsync();
        Assert.NotEmpty(await training.FoldersAsync());
    }

    [Fact]
    public async Task Delete_ModelOfASession_KeepsItsTunesAndRefusesNewOnes()
    {
        await PublishAsync(1);
        var session = await ComposingSession.CreateAsync(cluster, _key);
        await session.ComposeAsync(ComposingSession.Short);
        await session.AwaitEndAsync(1);

        await Model.Delete();
        var refused = await session.Grain.Compose(ComposingSession.Short, null);

        Assert.Equal(new Problem(ProblemKind.Conflict, "model-deleted", Gone), refused.Problem);
        Assert.Equal(TunePhase.Succeeded, (await session.Grain.GetTune(1)).Value!.Phase);
        Assert.NotNull(await session.BlobAsync(TuneBlobs.Midi, 1));
        Assert.Equal(TokenizerKind.NoteNames, (await session.Grain.GetTokenizer()).Value?.Kind);
    }

    [Fact]
    public async Task Publish_WithTheIdOfADeletedModel_IsNotTakenForIt()
    {
        await PublishAsync(1);
        var session = await ComposingSession.CreateAsync(cluster, _key);
        var tune = await ComposingSession.InterruptedAsync(cluster, session, ComposingSession.Short);
        await Model.Delete();

        await PublishAsync(2);

        Assert.Equal(1, (await Model.Get()).Value!.Current.Number);
        Assert.Equal("model-deleted", (await session.Grain.Compose(ComposingSession.Short, null)).Problem?.Code);
        await tune.Grain.WakeTune(1);
        var failed = await tune.AwaitEndAsync(1);
        Assert.Equal((TunePhase.Failed, Gone), (failed.Phase, failed.Reason));
        Assert.NotNull((await (await ComposingSession.CreateAsync(cluster, _key)).Grain.Compose(ComposingSession.Short, null)).Value);
    }

    [Fact]
    public async Task Delete_WhileItsTuneIsComposed_LetsThatEnd()
    {
        await PublishAsync(1);
        var session = await ComposingSession.CreateAsync(cluster, _key);
        await session.ComposeAsync(ComposingSession.Short with { Words = 100_000 });
        await Eventually.IsAsync(async () => (await session.Grain.GetTune(1)).Value!.WordsDone > 0);

        await Model.Delete();

        Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(1)).Phase);
    }

    [Fact]
    public async Task Publish_FromATrainingThatGotTheIdOfADeletedOne_IsANewVersion()
    {
        var training = await PublishAsync(1);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        await training.Grain.Delete();
        var other = new PlayedTraining(cluster, training.Key);
        await other.CreateAsync(await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60, 62)));
        await other.AwaitPhaseAsync(TrainingPhase.Queued);
        await other.ClaimAsync();
        await other.CheckpointAsync(1, step: 1);

        Assert.Equal(2, (await Model.Publish(other.Key.Id, null)).Value?.Current.Number);
        Assert.Equal(2, (await Model.Publish(other.Key.Id, null)).Value?.Current.Number);
    }

    [Fact]
    public async Task Publish_CheckpointThatGoesMeanwhile_LeavesNothing()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 1);
        await cluster.Store.DeleteAsync($"{CheckpointBlobs.Folder(training.Key, HandMadeModel.Checkpoint(1).Name)}/{CheckpointFiles.Card}", cancellationToken: Token);

        Assert.Equal("checkpoint-not-found", (await Model.Publish(training.Key.Id, null)).Problem?.Code);

        Assert.Empty(await cluster.Store.ListAsync(ModelBlobs.Prefix(_key) + "/", cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Wake_AfterACrashBehindTheDeletion_RemovesTheRest()
    {
        await PublishAsync(1);
        await Model.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        var blob = (await cluster.Store.GetAsync($"state/model/{_key}", Token))!;
        var state = JsonSerializer.Deserialize<ModelState>(blob.Content.Span, ContractJson.Options)! with { Deleted = true };
        await cluster.Store.PutAsync($"state/model/{_key}", JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Options), cancellationToken: Token);
        await cluster.Store.PutAsync($"unfinished/model/{_key}", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

        await Model.Wake();

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Wake_WithoutWork_ClearsTheMark()
    {
        await PublishAsync(1);
        await cluster.Store.PutAsync($"unfinished/model/{_key}", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

        await Model.Wake();

        Assert.Null(await cluster.Store.FindAsync($"unfinished/model/{_key}", Token));
        Assert.True((await Model.Get()).Succeeded);
    }

    private async Task<PlayedTraining> PublishAsync(params int[] steps)
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var step in steps)
        {
            await training.CheckpointAsync(1, step);
            Assert.True((await Model.Publish(training.Key.Id, HandMadeModel.Checkpoint(step).Name)).Succeeded);
        }
        return training;
    }

    private Task NothingIsLeftAsync() => Leftovers.AwaitNoneAsync(cluster, _key, "models", "state/model", "unfinished/model");
}
