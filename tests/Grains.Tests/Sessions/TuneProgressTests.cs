using System.Text;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;
using MusicGen.Tests.Models;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>Tunes that go on from what was saved of them.</summary>
public sealed class TuneProgressTests(ComposingCluster cluster) : IClassFixture<ComposingCluster>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TuneSettings Settings { get; } = ComposingSession.Bars with { Constraints = new TuneConstraints(Bars: 12), Variations = 2 };

    [Fact]
    public async Task Tune_ActivatedAnew_GoesOnFromItsProgressToTheSameBytes()
    {
        var whole = await WholeAsync(Settings);
        var session = await ComposingSession.CreateAsync(cluster, whole.Model);
        cluster.Composer.HoldAt(64);
        await session.ComposeAsync(Settings);
        await Eventually.IsAsync(() => Task.FromResult(cluster.Composer.Held == 2));
        Assert.Null(await ProgressAsync(session)); // not a second has passed
        cluster.Leap(Second);
        cluster.Composer.HoldAt(96);
        await Eventually.IsAsync(async () => cluster.Composer.Held == 2 && await ProgressAsync(session) is not null);

        await session.Grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        await Eventually.IsAsync(() => Task.FromResult(cluster.Composer.Active == 0));
        cluster.Composer.Forget();
        cluster.Composer.HoldAt(int.MaxValue);
        await session.Grain.WakeTune(1);
        var tune = await session.AwaitEndAsync(1);

        Assert.Equal(TunePhase.Succeeded, tune.Phase);
        Assert.Equal([1, 2], cluster.Composer.Begun.Select(begun => begun.Variation).Order());
        Assert.All(cluster.Composer.Begun, begun => Assert.InRange(begun.Already, 64, 112));
        Assert.Equal(tune.WordsDone - cluster.Composer.Begun.Sum(begun => begun.Already), cluster.Composer.Composed);
        await AssertSameAsync(whole, session);
        await session.AwaitTidyAsync(1);
        Assert.Null(await ProgressAsync(session));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 33)]
    [InlineData(100, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task WakeTune_AnyProgress_GivesTheSameBytesAndEvents(int first, int second)
    {
        var settings = Settings with { Primer = ["Bar", "TimeSig_4/4", "Position_0", "Tempo_123", "Program_0", "Pitch_60", "Velocity_62", "Duration_12"] };
        var whole = await WholeAsync(settings);
        var interrupted = await ComposingSession.InterruptedAsync(cluster, whole, settings);
        string[][] saved = [[.. (await whole.WordsAsync(1, 1)).Take(first)], [.. (await whole.WordsAsync(1, 2)).Take(second)]];
        await SaveAsync(interrupted, whole, settings, saved);
        cluster.Composer.Forget();

        await interrupted.Grain.WakeTune(1);
        var tune = await interrupted.AwaitEndAsync(1);

        Assert.Equal(cluster.Now - Second, tune.StartedAt); // before the crash
        Assert.Equal([(1, saved[0].Length), (2, saved[1].Length)], cluster.Composer.Begun.Order());
        Assert.Equal(tune.WordsDone - saved.Sum(words => words.Length), cluster.Composer.Composed);
        await AssertSameAsync(whole, interrupted);
    }

    public static TheoryData<string> Damages { get; } = ["empty", "cut", "changed", "noise", "of another tune", "of another number of variations", "hash alone"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task WakeTune_DamagedProgress_IsPassedOver(string damage)
    {
        var whole = await WholeAsync(Settings);
        var interrupted = await ComposingSession.InterruptedAsync(cluster, whole, Settings);
        string[] words = [.. (await whole.WordsAsync(1)).Take(40)];
        await SaveAsync(interrupted, whole, damage == "of another tune" ? Settings with { Seed = 8 } : Settings, damage == "of another number of variations" ? [words] : [words, words]);
        var good = (await ProgressAsync(interrupted))!;
        await cluster.Store.PutAsync(TuneBlobs.Progress(interrupted.Key, 1), damage switch
        {
            "empty" => [],
            "cut" => good[..^9],
            "changed" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good).Replace("Pitch_60", "Pitch_64", StringComparison.Ordinal)),
            "noise" => [.. Enumerable.Range(0, 300).Select(place => (byte)(place * 7))],
            "hash alone" => good[..65],
            _ => good,
        }, cancellationToken: Token);
        cluster.Composer.Forget();

        await interrupted.Grain.WakeTune(1);
        await interrupted.AwaitEndAsync(1);

        Assert.Equal([(1, 0), (2, 0)], cluster.Composer.Begun.Order());
        await AssertSameAsync(whole, interrupted);
    }

    [Fact]
    public async Task WakeTune_PrimerThatIsGone_FailsTheTuneWithASentence()
    {
        var settings = Settings with { Primer = ["Bar", "TimeSig_4/4", "Position_0", "Tempo_123", "Program_0", "Pitch_60", "Velocity_62", "Duration_12"] };
        var interrupted = await ComposingSession.InterruptedAsync(cluster, await WholeAsync(settings), settings);
        await cluster.Store.PutAsync(TuneBlobs.Request(interrupted.Key, 1), "{"u8.ToArray(), cancellationToken: Token);

        await interrupted.Grain.WakeTune(1);

        var tune = await interrupted.AwaitEndAsync(1);
        Assert.Equal((TunePhase.Failed, "The tune's primer is not in the store any more: ask for the tune again."), (tune.Phase, tune.Reason));
        await interrupted.AwaitTidyAsync(1);
        Assert.Empty(await interrupted.BlobsAsync());
    }

    private async Task<ComposingSession> WholeAsync(TuneSettings settings)
    {
        var whole = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        await whole.ComposeAsync(settings);
        Assert.Equal(TunePhase.Succeeded, (await whole.AwaitEndAsync(1)).Phase);
        return whole;
    }

    /// <summary>As the session's silo would have saved it before it died; the session itself is not asked, since it would begin.</summary>
    private async Task SaveAsync(ComposingSession session, ComposingSession like, TuneSettings settings, string[][] words)
    {
        var model = (await like.Grain.GetTune(1)).Value!.ModelHash;
        await new ProgressStore(cluster.Store).WriteAsync(
            session.Key, 1, new SavedProgress(ProgressStore.IdentityOf(settings, model), cluster.Now - Second, [.. words.Select(all => string.Join(' ', all))]));
    }

    private async Task<byte[]?> ProgressAsync(ComposingSession session) => (await cluster.Store.GetAsync(TuneBlobs.Progress(session.Key, 1), Token))?.Content.ToArray();

    private static async Task AssertSameAsync(ComposingSession expected, ComposingSession actual)
    {
        foreach (var variation in new[] { 1, 2 })
        {
            Assert.Equal(await expected.BlobAsync(TuneBlobs.Midi, 1, variation), await actual.BlobAsync(TuneBlobs.Midi, 1, variation));
            Assert.Equal(await expected.BlobAsync(TuneBlobs.Record, 1, variation), await actual.BlobAsync(TuneBlobs.Record, 1, variation));
        }
        Assert.Equivalent(await expected.EventsAsync(1), await actual.EventsAsync(1), strict: true);
    }
}
