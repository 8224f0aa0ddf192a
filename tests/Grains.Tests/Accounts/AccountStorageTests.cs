using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Tests.Training;

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

    private Task<string?> PutAsync(string key, int sizeBytes) => cluster.Store.PutAsync(key, new byte[sizeBytes], cancellationToken: Token);

    public sealed class LimitedCluster : LeapingCluster
    {
        protected override void Configure(IServiceCollection services) => services.AddSingleton(Options.Create(new LimitsOptions { StoredMegabytes = 1 }));
    }
}
