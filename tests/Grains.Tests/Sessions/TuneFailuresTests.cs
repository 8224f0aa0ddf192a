using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;
using MusicGen.Inference.Batching;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>What fails beside a tune is tried again; what is wrong with it, or with us, ends it.</summary>
public sealed class TuneFailuresTests(ComposingCluster cluster) : IClassFixture<ComposingCluster>
{
    private static TuneSettings Settings { get; } = ComposingSession.Short with { Variations = 2 };

    public static TheoryData<Type> Passing { get; } =
        [typeof(IOException), typeof(CompositionInterruptedException), typeof(ObjectDisposedException), typeof(OperationCanceledException), typeof(SiloUnavailableException)];

    public static TheoryData<Type> Faults { get; } =
        [typeof(ArgumentException), typeof(IndexOutOfRangeException), typeof(NullReferenceException), typeof(KeyNotFoundException), typeof(InvalidOperationException), typeof(NotSupportedException)];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Tune_WhatFailsBesideIt_IsTriedAgain(Type failure)
    {
        var session = await ComposingSession.CreateAsync(cluster);
        cluster.Composer.FailNext((Exception)Activator.CreateInstance(failure, failure == typeof(CompositionInterruptedException) ? ["The engine stopped.", null] : ["Gone."])!);

        await session.ComposeAsync(Settings);

        Assert.Equal((TunePhase.Succeeded, 80), await session.AwaitEndAsync(1) is var tune ? (tune.Phase, tune.WordsDone) : default);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Tune_FaultOfOurs_FailsItStopsItsVariationsAndLeavesNoBlob(Type failure)
    {
        var session = await ComposingSession.CreateAsync(cluster);
        cluster.Composer.FailNext((Exception)Activator.CreateInstance(failure, "A fault.")!);

        await session.ComposeAsync(ComposingSession.Long with { Variations = 2, Primer = ["C4"] });
        var tune = await session.AwaitEndAsync(1);

        Assert.Equal((TunePhase.Failed, "The tune could not be composed; the operator's log says why."), (tune.Phase, tune.Reason));
        await Eventually.IsAsync(() => Task.FromResult(cluster.Composer.Active == 0));
        await Eventually.IsAsync(async () => (await session.BlobsAsync()).Count == 0);
    }

    [Fact]
    public async Task Tune_ProgressThatDoesNotFit_IsComposedFromItsBeginning()
    {
        var like = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        var settings = ComposingSession.Bars with { Variations = 2 };
        var model = (await like.ComposeAsync(settings)).ModelHash;
        await like.AwaitEndAsync(1);
        var interrupted = await ComposingSession.InterruptedAsync(cluster, like, settings);
        // Whole and of this tune, but no rule lets its second variation begin like this.
        await new ProgressStore(cluster.Store).WriteAsync(
            interrupted.Key, 1, new SavedProgress(ProgressStore.IdentityOf(settings, model), cluster.Now, ["", "Pitch_60"]), TestContext.Current.CancellationToken);

        await interrupted.Grain.WakeTune(1);

        Assert.Equal(TunePhase.Succeeded, (await interrupted.AwaitEndAsync(1)).Phase);
        foreach (var variation in new[] { 1, 2 }) Assert.Equal(await like.BlobAsync(TuneBlobs.Record, 1, variation), await interrupted.BlobAsync(TuneBlobs.Record, 1, variation));
    }
}
