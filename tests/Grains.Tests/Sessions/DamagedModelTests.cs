using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;
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
        var interrupted = await ComposingSession.InterruptedAsync(cluster, session, ComposingSession.Short);

        await interrupted.Grain.WakeTune(1);

        var tune = await interrupted.AwaitEndAsync(1);
        Assert.Equal(TunePhase.Failed, tune.Phase);
        Assert.StartsWith("The model's weights are damaged: ", tune.Reason, StringComparison.Ordinal);
        await interrupted.AwaitTidyAsync(1);
    }

    private Task<string?> DamageAsync(ComposingSession session, string file, byte[] content) =>
        cluster.Store.PutAsync($"{ModelBlobs.Folder(session.Model, 1)}/{file}", content, cancellationToken: Token);
}
