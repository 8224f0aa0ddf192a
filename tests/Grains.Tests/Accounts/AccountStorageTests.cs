using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Tests.Storage;
using MusicGen.Grains.Tests.Training;
using MusicGen.Storage;

namespace MusicGen.Grains.Tests.Accounts;

/// <summary>What an owner stores, where an owner may store a megabyte.</summary>
public sealed class AccountStorageTests(AccountStorageTests.LimitedCluster cluster) : IClassFixture<AccountStorageTests.LimitedCluster>
{
    private const int Megabyte = 1 << 20;

    private readonly string _owner = cluster.NewKey().Id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IAccountGrain Account => cluster.Grains.GetGrain<IAccountGrain>(_owner);

    [Fact]
    public async Task GetStorage_FilesOfEveryKind_AreCountedAndNobodyElses()
    {
        foreach (var (index, folder) in new[] { "corpora", "checkpoints", "samples", "models", "tunes" }.Index()) await PutAsync($"{folder}/{_owner}/a/b", 1 << index);
        await PutAsync($"corpora/{_owner}x/a/b", 100);
        await PutAsync("datasets/hash/tokens", 100);

        Assert.Equal(new StorageUse(0b11111, Megabyte), await Account.GetStorage());
    }

    [Fact]
    public async Task TakeBytes_UntilThereIsNoRoom_CountsWhatWasTaken()
    {
        await PutAsync($"tunes/{_owner}/a/b", Megabyte / 2);

        Assert.Null(await Account.TakeBytes(0));
        Assert.Null(await Account.TakeBytes(Megabyte / 4));
        var refused = await Account.TakeBytes(Megabyte / 4 + 1);
        Assert.Null(await Account.TakeBytes(Megabyte / 4));

        Assert.Equal((ProblemKind.TooLarge, "storage-full"), (refused!.Kind, refused.Code));
        Assert.Equal("storage-full", (await Account.TakeBytes(0))?.Code);
        Assert.Equal(Megabyte, (await Account.GetStorage())!.StoredBytes);
    }

    [Fact]
    public async Task TakeBytes_ManyAtOnce_GetNoMoreThanThereIs()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Account.TakeBytes(Megabyte / 8)));

        Assert.Equal(8, answers.Count(answer => answer is null));
    }

    [Fact]
    public async Task GetStorage_WithinAMinute_IsNotCountedAgain()
    {
        await PutAsync($"models/{_owner}/a/b", 1000);
        await Account.TakeBytes(500);
        await PutAsync($"models/{_owner}/a/c", 100);

        cluster.Leap(TimeSpan.FromSeconds(59));
        var soon = (await Account.GetStorage())!.StoredBytes;
        cluster.Leap(TimeSpan.FromSeconds(1));
        var later = (await Account.GetStorage())!.StoredBytes;

        Assert.Equal((1500, 1100), (soon, later));
    }

    [Fact]
    public async Task TakeBytes_WhileACountGoesOn_GoesByTheFigureThatThereIs()
    {
        await PutAsync($"models/{_owner}/a/b", 1000);
        await Account.GetStorage();
        var (counts, goesOn) = Hold();
        cluster.Leap(TimeSpan.FromMinutes(1));

        var first = await Account.TakeBytes(10);
        await counts.Task.WaitAsync(Token);
        var second = await Account.TakeBytes(20);
        await PutAsync($"models/{_owner}/a/c", 100);
        goesOn.SetResult();

        Assert.Equal((null, null), (first, second));
        Assert.Equal(1130, (await Account.GetStorage())!.StoredBytes); // both were taken while it went on
    }

    [Fact]
    public async Task TakeBytes_OfOneWhoMadeRoom_WaitsForTheNewFigure()
    {
        await PutAsync($"tunes/{_owner}/a/b", Megabyte);
        Assert.Equal("storage-full", (await Account.TakeBytes(0))?.Code);
        await cluster.Store.DeleteAsync($"tunes/{_owner}/a/b", cancellationToken: Token);

        cluster.Leap(TimeSpan.FromMinutes(1));

        Assert.Null(await Account.TakeBytes(Megabyte / 2));
    }

    [Fact]
    public async Task GetStorage_CountThatFails_IsTheFigureFromBefore()
    {
        await PutAsync($"models/{_owner}/a/b", 1000);
        await Account.TakeBytes(10);
        var fails = true;
        cluster.Listed.BeforeList = prefix => fails && prefix.StartsWith($"models/{_owner}/", StringComparison.Ordinal) ? Task.FromException(new IOException("The page is away.")) : Task.CompletedTask;

        cluster.Leap(TimeSpan.FromMinutes(1));
        var failed = (await Account.GetStorage())!.StoredBytes;
        var refused = await Account.TakeBytes(Megabyte);
        fails = false;
        cluster.Leap(TimeSpan.FromMinutes(1));
        var later = (await Account.GetStorage())!.StoredBytes;

        Assert.Equal((1010, "storage-full", 1000), (failed, refused?.Code, later));
    }

    [Fact]
    public async Task GetStorage_FirstCountThatFails_FailsAndIsTriedAgain()
    {
        await PutAsync($"models/{_owner}/a/b", 1000);
        cluster.Listed.BeforeList = prefix => prefix.Contains($"/{_owner}/", StringComparison.Ordinal) ? Task.FromException(new IOException("The store is away.")) : Task.CompletedTask;

        await Assert.ThrowsAsync<IOException>(() => Account.GetStorage());
        cluster.Listed.BeforeList = _ => Task.CompletedTask;

        Assert.Equal(1000, (await Account.GetStorage())!.StoredBytes);
    }

    [Fact]
    public async Task Verify_WhileTheFirstCountGoesOn_ForgetsNothing()
    {
        var (counts, goesOn) = Hold();
        var taken = Account.TakeBytes(500);
        await counts.Task.WaitAsync(Token);

        var verified = await Account.Verify("k", "hash");
        goesOn.SetResult();

        Assert.Null(verified);
        Assert.Null(await taken);
        Assert.Equal(500, (await Account.GetStorage())!.StoredBytes);
    }

    /// <summary>Has counts wait.</summary>
    /// <returns>When one does; and what lets them go on.</returns>
    private (TaskCompletionSource Counts, TaskCompletionSource GoesOn) Hold()
    {
        var counts = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Listed.BeforeList = prefix =>
        {
            if (!prefix.Contains($"/{_owner}/", StringComparison.Ordinal)) return Task.CompletedTask;
            counts.TrySetResult();
            return goesOn.Task;
        };
        return (counts, goesOn);
    }

    private Task<string?> PutAsync(string key, int sizeBytes) => cluster.Store.PutAsync(key, new byte[sizeBytes], cancellationToken: Token);

    public sealed class LimitedCluster : LeapingCluster
    {
        private UnreliableBlobStore? _listed;

        /// <summary>The silos' store.</summary>
        internal UnreliableBlobStore Listed => LazyInitializer.EnsureInitialized(ref _listed, () => new UnreliableBlobStore(Store));

        protected override void Configure(IServiceCollection services) =>
            services.AddSingleton(Options.Create(new LimitsOptions { StoredMegabytes = 1 })).AddSingleton<IBlobStore>(Listed);
    }
}
