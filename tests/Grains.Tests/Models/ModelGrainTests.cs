using System.Security.Cryptography;
using MusicGen.Contracts;
using MusicGen.Grains.Models;
using MusicGen.Grains.Tests.Training;
using MusicGen.Grains.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Models;

public sealed class ModelGrainTests(GrainCluster cluster)
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IModelGrain Model => cluster.Grains.GetGrain<IModelGrain>(_key.ToString());

    [Fact]
    public async Task Publish_NoCheckpointNamed_TakesTheBest()
    {
        var training = await TrainedAsync((1, 3.0), (2, 1.0), (3, 2.0));

        var version = (await Model.Publish(training.Key.Id, null)).Value!.Current;

        Assert.Equal((1, training.Key.Id, "00000002-001"), (version.Number, version.Training, version.Checkpoint));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(HandMadeModel.NoteNames.Weights(2))), version.Hash);
        Assert.Equal((HandMadeModel.NoteNames.Weights(2).Length, HandMadeModel.NoteNames.Shape, 2), (version.SizeBytes, version.Card.Shape, version.Card.Step));
    }

    [Fact]
    public async Task Publish_CheckpointNamed_TakesThat()
    {
        var training = await TrainedAsync((1, 1.0), (2, 2.0));

        Assert.Equal("00000002-001", (await Model.Publish(training.Key.Id, "00000002-001")).Value?.Current.Checkpoint);
    }

    [Fact]
    public async Task Publish_SameCheckpointAgain_IsNoNewVersion()
    {
        var training = await TrainedAsync((1, 1.0), (2, 2.0));
        var first = (await Model.Publish(training.Key.Id, null)).Value!;
        Assert.Equal(2, (await Model.Publish(training.Key.Id, "00000002-001")).Value?.Current.Number);

        var again = (await Model.Publish(training.Key.Id, null)).Value!;

        Assert.Equal(
            [first.Current.Hash, Convert.ToHexStringLower(SHA256.HashData(HandMadeModel.NoteNames.Weights(2)))],
            again.Versions.Select(version => version.Hash));
        Assert.Equal(2, again.Current.Number);
        Assert.Equal(again.Versions.Select(version => version.Hash), (await Model.Get()).Value!.Versions.Select(version => version.Hash));
    }

    [Fact]
    public async Task Publish_Copy_OutlivesTheCheckpoint()
    {
        var training = await TrainedAsync((1, 3.0));
        await Model.Publish(training.Key.Id, null);
        foreach (var step in new[] { 2, 3, 4 }) await training.CheckpointAsync(1, step, heldOut: 1);
        Assert.Null(await cluster.Store.FindAsync($"{CheckpointBlobs.Folder(training.Key, "00000001-001")}/{CheckpointFiles.Model}", Token));

        var copy = await cluster.Store.GetAsync($"{ModelBlobs.Folder(_key, 1)}/{CheckpointFiles.Model}", Token);

        Assert.Equal(HandMadeModel.NoteNames.Weights(1), copy?.Content.ToArray());
        Assert.NotNull(await cluster.Store.FindAsync($"{ModelBlobs.Folder(_key, 1)}/{CheckpointFiles.Vocabulary}", Token));
        Assert.NotNull(await cluster.Store.FindAsync($"{ModelBlobs.Folder(_key, 1)}/{CheckpointFiles.Card}", Token));
    }

    [Fact]
    public async Task Publish_WhatIsNotThere_IsRefused()
    {
        var without = await PlayedTraining.QueuedAsync(cluster);
        var with = await TrainedAsync((1, 1.0));

        Assert.Equal("training-not-found", (await Model.Publish("nothing", null)).Problem?.Code);
        Assert.Equal((ProblemKind.Conflict, "training-without-checkpoint"), KindOf(await Model.Publish(without.Key.Id, null)));
        Assert.Equal((ProblemKind.NotFound, "checkpoint-not-found"), KindOf(await Model.Publish(with.Key.Id, "../00000001-001")));
        Assert.Equal((ProblemKind.NotFound, "model-not-found"), KindOf(await Model.Get()));
    }

    [Fact]
    public async Task Publish_BlobsThatAreGone_IsRefusedAndLeavesNoVersion()
    {
        var training = await TrainedAsync((1, 1.0));
        await cluster.Store.DeleteAsync(
            $"{CheckpointBlobs.Folder(training.Key, "00000001-001")}/{CheckpointFiles.Vocabulary}",
            cancellationToken: Token);

        Assert.Equal("checkpoint-not-found", (await Model.Publish(training.Key.Id, null)).Problem?.Code);

        Assert.Equal("model-not-found", (await Model.Get()).Problem?.Code);
    }

    private static (ProblemKind, string) KindOf<T>(Answer<T> answer)
        where T : class => (answer.Problem!.Kind, answer.Problem.Code);

    private async Task<PlayedTraining> TrainedAsync(params (int Step, double HeldOut)[] checkpoints)
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        foreach (var (step, heldOut) in checkpoints) await training.CheckpointAsync(1, step, heldOut);
        return training;
    }
}
