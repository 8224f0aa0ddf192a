using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>Tunes that end otherwise than by being finished, and what is deleted.</summary>
public sealed class TuneEndsTests(ComposingCluster cluster) : IClassFixture<ComposingCluster>, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TuneSettings Settings { get; } = ComposingSession.Short with { Words = 200, Variations = 3, Primer = ["C4"] };

    public void Dispose()
    {
        cluster.Composer.HoldAt(int.MaxValue);
        (cluster.HeldStore.BeforeGet, cluster.HeldStore.BeforeDelete) = (_ => Task.CompletedTask, _ => Task.CompletedTask);
    }

    [Fact]
    public async Task CancelTune_WithProgress_FreesEverythingAndLeavesNoBlob()
    {
        var session = await HeldAsync();
        await SavedAsync(session);

        var canceled = (await session.Grain.CancelTune(1)).Value!;

        Assert.Equal((TunePhase.Canceled, cluster.Now), (canceled.Phase, canceled.EndedAt));
        Assert.Equal(0, cluster.Composer.Active);
        Assert.Empty(await session.BlobsAsync());
        Assert.False(await session.IsMarkedAsync(1));
        Assert.Equal(15, canceled.Events); // five of each variation
        foreach (var from in new[] { 1, 5, 16 })
        {
            var last = Assert.Single(await session.EventsAsync(1, from));
            Assert.Equal((16L, TunePhase.Canceled), (last.Sequence, last.Phase));
        }
    }

    [Fact]
    public async Task CancelTune_StoreThatDeletesNothing_SaysSoAndTidiesUpLater()
    {
        var session = await HeldAsync();
        await session.ComposeAsync(Settings);
        var isAway = true;
        cluster.HeldStore.BeforeDelete = key => isAway && key.StartsWith(TuneBlobs.Folder(session.Key, 1), StringComparison.Ordinal)
            ? Task.FromException(new IOException("The disk is away."))
            : Task.CompletedTask;

        await Assert.ThrowsAsync<IOException>(() => session.Grain.CancelTune(1));

        Assert.Equal(TunePhase.Canceled, (await session.Grain.GetTune(1)).Value!.Phase);
        cluster.Composer.HoldAt(int.MaxValue);
        Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(2)).Phase);
        Assert.True(await session.IsMarkedAsync(1));
        isAway = false;
        await session.AwaitTidyAsync(1);
        Assert.DoesNotContain(await session.BlobsAsync(), blob => blob.StartsWith(TuneBlobs.Folder(session.Key, 1), StringComparison.Ordinal));
    }

    [Fact]
    public async Task CancelTune_Again_TidiesUpAgain()
    {
        var session = await HeldAsync();
        await session.Grain.CancelTune(1);
        await cluster.Store.PutAsync(TuneBlobs.Progress(session.Key, 1), "x"u8.ToArray(), cancellationToken: Token);

        Assert.Equal(TunePhase.Canceled, (await session.Grain.CancelTune(1)).Value?.Phase);

        Assert.Empty(await session.BlobsAsync());
    }

    [Fact]
    public async Task CancelTune_WhileTheStoreHangsOnItsProgress_AnswersAndTidiesUpWhenItEnds()
    {
        var session = await HeldAsync();
        var held = cluster.HeldStore.HoldWrites("progress");
        cluster.Leap(Second);
        cluster.Composer.HoldAt(80);
        await cluster.HeldStore.WriteWaits.Task.WaitAsync(Token);

        Assert.Equal(TunePhase.Canceled, (await session.Grain.CancelTune(1)).Value?.Phase);

        Assert.Equal(0, cluster.Composer.Active);
        Assert.True(await session.IsMarkedAsync(1));
        held.SetResult();
        await session.AwaitTidyAsync(1);
        Assert.Empty(await session.BlobsAsync());
    }

    [Theory]
    [InlineData(".mid")]
    [InlineData("2.json")]
    public async Task CancelTune_WhileItIsWritten_WaitsAndLeavesNoBlob(string written)
    {
        var session = await HeldAsync();
        var held = cluster.HeldStore.HoldWrites(written);
        cluster.Composer.HoldAt(int.MaxValue);
        await cluster.HeldStore.WriteWaits.Task.WaitAsync(Token);

        var canceling = session.Grain.CancelTune(1);
        await Eventually.IsAsync(async () => (await StateOfAsync(session)).Tunes[0].Phase == TunePhase.Canceled);
        Assert.False(canceling.IsCompleted);
        held.SetResult();

        Assert.Equal(TunePhase.Canceled, (await canceling).Value?.Phase);
        Assert.Empty(await session.BlobsAsync());
        Assert.Equal(0, cluster.Composer.Active);
    }

    [Fact]
    public async Task Tune_WhoseProgressCannotBeSaved_IsFinishedAllTheSame()
    {
        var session = await HeldAsync();
        cluster.Leap(Second);
        cluster.HeldStore.FailNextWrite();
        cluster.Composer.HoldAt(80);
        await Eventually.IsAsync(() => Task.FromResult(cluster.Composer.Held == Settings.Variations));
        Assert.DoesNotContain(TuneBlobs.Progress(session.Key, 1), await session.BlobsAsync());

        cluster.Composer.HoldAt(int.MaxValue);

        Assert.Equal((TunePhase.Succeeded, 600), await session.AwaitEndAsync(1) is var tune ? (tune.Phase, tune.WordsDone) : default);
    }

    [Fact]
    public async Task CancelTune_OneThatWaits_LeavesNoBlob()
    {
        var session = await HeldAsync();
        await session.ComposeAsync(Settings);
        Assert.Contains(await session.BlobsAsync(), blob => blob == TuneBlobs.Request(session.Key, 2));

        Assert.Equal(TunePhase.Canceled, (await session.Grain.CancelTune(2)).Value?.Phase);

        Assert.DoesNotContain(await session.BlobsAsync(), blob => blob.StartsWith(TuneBlobs.Folder(session.Key, 2), StringComparison.Ordinal));
        await session.Grain.CancelTune(1);
    }

    [Fact]
    public async Task Tune_PastItsTime_ExpiresAlsoWhileItWaitsAndTheNextGoesOn()
    {
        var session = await HeldAsync();
        var asked = await session.ComposeAsync(Settings);
        await session.ComposeAsync(Settings with { ExpiresAfterSeconds = 7200 });
        Assert.Equal(asked.CreatedAt + Hour, asked.ExpiresAt);
        await SavedAsync(session);
        await using var watching = session.Grain.WatchTune(1, 1, Token).GetAsyncEnumerator(Token);
        Assert.True(await watching.MoveNextAsync());

        cluster.Leap(Hour);
        await Eventually.IsAsync(async () => (await session.Grain.GetTune(3)).Value!.Phase == TunePhase.Running);
        cluster.Composer.HoldAt(int.MaxValue);
        var third = await session.AwaitEndAsync(3);

        Assert.Equal(TunePhase.Succeeded, third.Phase);
        Assert.Equal(TunePhase.Expired, (await session.AwaitEndAsync(2)).Phase);
        Assert.Equal(TunePhase.Expired, (await session.AwaitEndAsync(1)).Phase);
        var last = watching.Current;
        while (await watching.MoveNextAsync()) last = watching.Current;
        Assert.Equal(TunePhase.Expired, last.Phase);
        Assert.All(await session.BlobsAsync(), blob => Assert.StartsWith(TuneBlobs.Folder(session.Key, 3), blob, StringComparison.Ordinal));
        Assert.Equal("tune-ended", (await session.Grain.CancelTune(1)).Problem?.Code);
    }

    [Fact]
    public async Task WakeTune_PastItsTimeAfterACrash_Expires()
    {
        var like = await ComposingSession.CreateAsync(cluster);
        var interrupted = await ComposingSession.InterruptedAsync(cluster, like, Settings, expiresAt: cluster.Now - Second);
        cluster.Composer.Forget();

        await interrupted.Grain.WakeTune(1);

        Assert.Equal(TunePhase.Expired, (await interrupted.AwaitEndAsync(1)).Phase);
        await interrupted.AwaitTidyAsync(1);
        Assert.Empty(await interrupted.BlobsAsync());
        Assert.Empty(cluster.Composer.Begun);
    }

    [Fact]
    public async Task DeleteTune_Ended_TakesItsFilesAndKeepsItsNumber()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(Settings);
        await session.AwaitEndAsync(1);

        var deleted = (await session.Grain.DeleteTune(1)).Value!;
        var again = (await session.Grain.DeleteTune(1)).Value!;

        Assert.Equal((TunePhase.Succeeded, cluster.Now), (deleted.Phase, deleted.DeletedAt));
        Assert.Equal(deleted.DeletedAt, again.DeletedAt);
        Assert.Empty(await session.BlobsAsync());
        Assert.False(await session.IsMarkedAsync(1));
        Assert.Empty(await session.EventsAsync(1));
        Assert.Equal(2, (await session.ComposeAsync(Settings)).Number);
        Assert.Equal("tune-not-found", (await session.Grain.DeleteTune(3)).Problem?.Code);
    }

    [Fact]
    public async Task DeleteTune_OneThatIsComposed_IsRefused()
    {
        var session = await HeldAsync();

        Assert.Equal(
            new Problem(ProblemKind.Conflict, "tune-not-ended", "Tune 1 is running: cancel it, or wait until it has ended."),
            (await session.Grain.DeleteTune(1)).Problem);

        await session.Grain.CancelTune(1);
        Assert.True((await session.Grain.DeleteTune(1)).Succeeded);
    }

    [Fact]
    public async Task Delete_SessionThatComposes_TakesEverythingAndTheIdIsFree()
    {
        var session = await HeldAsync();
        await session.ComposeAsync(Settings);
        await SavedAsync(session);

        Assert.Null(await session.Grain.Delete());

        Assert.Equal(0, cluster.Composer.Active);
        Assert.Equal("session-not-found", (await session.Grain.Get()).Problem?.Code);
        Assert.Equal("session-not-found", (await session.Grain.Delete())?.Code);
        Assert.True((await session.Grain.Create("Morning", session.Model.Id)).Succeeded);
        Assert.Empty(await session.BlobsAsync());
        foreach (var number in new[] { 0, 1, 2 }) await session.AwaitTidyAsync(number);
        Assert.Equal(1, (await session.ComposeAsync(Settings)).Number);
        cluster.Composer.HoldAt(int.MaxValue);
        Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(1)).Phase);
    }

    [Fact]
    public async Task Compose_NamedRequestWithAnotherContent_IsRefused()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.Grain.Compose(Settings, "r1", "a");

        var again = await session.Grain.Compose(Settings with { Seed = 99 }, "r1", "a");
        var other = await session.Grain.Compose(Settings, "r1", "b");

        Assert.Equal((1, 7L), (again.Value?.Number, again.Value?.Settings.Seed));
        Assert.Equal((ProblemKind.Invalid, "idempotency-key-reused"), (other.Problem?.Kind, other.Problem?.Code));
        Assert.Equal(1, (await session.Grain.Get()).Value?.Tunes);
    }

    [Fact]
    public async Task DeleteTune_AudioThatComesMeanwhile_IsDeletedToo()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(Settings);
        await session.AwaitEndAsync(1);
        var rendered = 0;
        cluster.HeldStore.BeforeDelete = async key =>
        {
            // Before the others in the list, which has passed its place then.
            if (key.EndsWith(".mid", StringComparison.Ordinal) && Interlocked.Exchange(ref rendered, 1) == 0)
                await cluster.Store.PutAsync($"{TuneBlobs.Folder(session.Key, 1)}0.ogg", "x"u8.ToArray(), cancellationToken: Token);
        };

        await session.Grain.DeleteTune(1);

        Assert.Equal(1, rendered);
        Assert.Empty(await session.BlobsAsync());
    }

    [Fact]
    public async Task WatchTune_OnlyTheEndOfAFinishedOne_ReadsNoRecord()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(Settings);
        var tune = await session.AwaitEndAsync(1);
        Assert.Equal(tune.Events + 1, (await session.EventsAsync(1)).Count);
        cluster.HeldStore.BeforeGet = key => key.EndsWith(".json", StringComparison.Ordinal) ? Task.FromException(new IOException("It was read.")) : Task.CompletedTask;

        var end = Assert.Single(await session.EventsAsync(1, tune.Events + 1));

        Assert.Equal((tune.Events + 1L, TunePhase.Succeeded), (end.Sequence, end.Phase));
        Assert.Empty(await session.EventsAsync(1, long.MaxValue));
    }

    private async Task<GenerationState> StateOfAsync(ComposingSession session) =>
        JsonSerializer.Deserialize<GenerationState>((await cluster.Store.GetAsync($"state/session/{session.Key}", Token))!.Content.Span, ContractJson.Options)!;

    /// <summary>A session whose first tune is held with some words of each variation.</summary>
    private async Task<ComposingSession> HeldAsync()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        cluster.Composer.HoldAt(48);
        await session.ComposeAsync(Settings);
        await Eventually.IsAsync(() => Task.FromResult(cluster.Composer.Held == Settings.Variations));
        return session;
    }

    /// <summary>Lets the held tune go on a little, a second later.</summary>
    private async Task SavedAsync(ComposingSession session)
    {
        cluster.Leap(Second);
        cluster.Composer.HoldAt(80);
        await Eventually.IsAsync(async () => cluster.Composer.Held == Settings.Variations && await cluster.Store.FindAsync(TuneBlobs.Progress(session.Key, 1), Token) is not null);
    }
}
