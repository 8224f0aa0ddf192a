using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Tokens;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>Weights or words that rotted in the store after they were published.</summary>
public sealed class DamagedModelTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Damages { get; } = new()
    {
        { CheckpointFiles.Model, HandMadeModel.NoteNames.Weights()[..100] },
        { CheckpointFiles.Model, [] },
        { CheckpointFiles.Vocabulary, "C4\nD4\n"u8.ToArray() },
        { CheckpointFiles.Vocabulary, "C 4\n<pad>\n<bos>\n<unk>\n"u8.ToArray() },
        { CheckpointFiles.Vocabulary, Vocabulary.Of(["C4"]).ToBytes() },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Compose_DamagedModel_IsRefusedWithASentence(string file, byte[] content)
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await DamageAsync(session, file, content);

        var refused = (await session.Grain.Compose(ComposingSession.Short, null)).Problem;

        Assert.Equal((ProblemKind.Conflict, "model-damaged"), (refused?.Kind, refused?.Code));
        Assert.StartsWith("The model's weights are damaged: ", refused?.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task WakeTune_DamagedModel_FailsTheTuneAndDoesNotTryForEver(string file, byte[] content)
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await DamageAsync(session, file, content);
        var interrupted = await InterruptedAsync(session);

        await interrupted.Grain.WakeTune(1);

        var tune = await interrupted.AwaitEndAsync(1);
        Assert.Equal(TunePhase.Failed, tune.Phase);
        Assert.StartsWith("The model's weights are damaged: ", tune.Reason, StringComparison.Ordinal);
        Assert.False(await interrupted.IsMarkedAsync(1));
    }

    [Fact]
    public async Task WakeTune_InterruptedBars_AreComposedToTheSameBytes()
    {
        var whole = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        await whole.ComposeAsync(ComposingSession.Bars);
        await whole.AwaitEndAsync(1);
        var interrupted = await InterruptedAsync(whole, ComposingSession.Bars);

        await interrupted.Grain.WakeTune(1);

        Assert.Equal(TunePhase.Succeeded, (await interrupted.AwaitEndAsync(1)).Phase);
        Assert.Equal(await whole.BlobAsync(TuneBlobs.Midi, 1), await interrupted.BlobAsync(TuneBlobs.Midi, 1));
        Assert.Equal(await whole.BlobAsync(TuneBlobs.Record, 1), await interrupted.BlobAsync(TuneBlobs.Record, 1));
    }

    [Fact]
    public async Task WakeTune_SettingsThatTheModelCannotKeep_FailTheTuneWithTheSentence()
    {
        var like = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        var interrupted = await InterruptedAsync(like, ComposingSession.Bars with { Constraints = new TuneConstraints(4, ["violin"]) });

        await interrupted.Grain.WakeTune(1);

        var tune = await interrupted.AwaitEndAsync(1);
        Assert.Equal((TunePhase.Failed, "The model has never heard violin: it plays 0, 33, drums."), (tune.Phase, tune.Reason));
    }

    private Task<string?> DamageAsync(ComposingSession session, string file, byte[] content) =>
        cluster.Store.PutAsync($"{ModelBlobs.Folder(session.Model, 1)}/{file}", content, cancellationToken: Token);

    /// <summary>A session as a crash left it: its state is in the store, with a tune that was accepted and not begun.</summary>
    private async Task<ComposingSession> InterruptedAsync(ComposingSession like, TuneSettings? settings = null)
    {
        var model = (await cluster.Grains.GetGrain<IModelGrain>(like.Model.ToString()).Get()).Value!;
        var session = new ComposingSession(cluster, cluster.NewKey(), like.Model.Id);
        var state = new GenerationState
        {
            Name = "Evening",
            Model = like.Model.Id,
            Version = model.Current,
            Tunes = [new TuneSummary(session.Key.Id, 1, TunePhase.Queued, settings ?? ComposingSession.Short, model.Current.Hash, 0, 0, 0, null, default)],
        };
        await cluster.Store.PutAsync(
            $"state/session/{session.Key}",
            JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Options),
            cancellationToken: Token);
        await cluster.Store.PutAsync($"unfinished/tune/{session.Key}/1", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);
        return session;
    }
}
