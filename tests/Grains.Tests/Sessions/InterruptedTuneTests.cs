using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>Tunes that were accepted before a crash.</summary>
public sealed class InterruptedTuneTests(GrainCluster cluster)
{
    [Fact]
    public async Task WakeTune_InterruptedBars_AreComposedToTheSameBytes()
    {
        var whole = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        await whole.ComposeAsync(ComposingSession.Bars);
        await whole.AwaitEndAsync(1);
        var interrupted = await ComposingSession.InterruptedAsync(cluster, whole, ComposingSession.Bars);

        await interrupted.Grain.WakeTune(1);

        Assert.Equal(TunePhase.Succeeded, (await interrupted.AwaitEndAsync(1)).Phase);
        Assert.Equal(await whole.BlobAsync(TuneBlobs.Midi, 1), await interrupted.BlobAsync(TuneBlobs.Midi, 1));
        Assert.Equal(await whole.BlobAsync(TuneBlobs.Record, 1), await interrupted.BlobAsync(TuneBlobs.Record, 1));
    }

    [Fact]
    public async Task WakeTune_SettingsThatTheModelCannotKeep_FailTheTuneWithTheSentence()
    {
        var like = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        var interrupted = await ComposingSession.InterruptedAsync(cluster, like, ComposingSession.Bars with { Constraints = new TuneConstraints(4, ["violin"]) });

        await interrupted.Grain.WakeTune(1);

        var tune = await interrupted.AwaitEndAsync(1);
        Assert.Equal((TunePhase.Failed, "The model has never heard violin: it plays 0, 33, drums."), (tune.Phase, tune.Reason));
    }
}
