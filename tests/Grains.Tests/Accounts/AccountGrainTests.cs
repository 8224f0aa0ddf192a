using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Tests.Training;

namespace MusicGen.Grains.Tests.Accounts;

public sealed class AccountGrainTests(LeapingCluster cluster) : IClassFixture<LeapingCluster>
{
    private readonly string _owner = cluster.NewKey().Id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IAccountGrain Account => cluster.Grains.GetGrain<IAccountGrain>(_owner);

    [Fact]
    public async Task CreateKey_AnyKey_IsGoodForItsScopesUntilItExpires()
    {
        var created = (await Account.CreateKey("laptop", [KeyScope.Write, KeyScope.Read, KeyScope.Read], 30)).Value!;

        var key = AccountKey.Parse(created.Key)!;
        Assert.Equal((_owner, created.Summary.Id), (key.Owner, key.Id));
        var verified = await Account.Verify(key.Id, key.Hash);
        Assert.Equal([KeyScope.Read, KeyScope.Write], verified!.Scopes);
        Assert.Equal(cluster.Now.AddDays(30), verified.ExpiresAt);
        Assert.Null(await Account.Verify(key.Id, AccountKey.New(_owner).Hash));
        Assert.Null(await Account.Verify(AccountKey.New(_owner).Id, key.Hash));
        cluster.Leap(TimeSpan.FromDays(30));
        Assert.Null(await Account.Verify(key.Id, key.Hash));
    }

    [Fact]
    public async Task CreateKey_AnyKey_LeavesNoSecretInTheStore()
    {
        var created = (await Account.CreateKey(null, [KeyScope.Read], 1)).Value!;

        var stored = System.Text.Encoding.UTF8.GetString((await cluster.Store.GetAsync($"state/account/{_owner}", Token))!.Content.Span);

        Assert.Contains(AccountKey.Parse(created.Key)!.Hash, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Key.Split('_')[^1], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RevokeKey_AKey_IsGoodNoMore()
    {
        var key = AccountKey.Parse((await Account.CreateKey(null, [KeyScope.Read], 1)).Value!.Key)!;
        var other = AccountKey.Parse((await Account.CreateKey(null, [KeyScope.Read], 1)).Value!.Key)!;

        Assert.Null(await Account.RevokeKey(key.Id));

        Assert.Null(await Account.Verify(key.Id, key.Hash));
        Assert.NotNull(await Account.Verify(other.Id, other.Hash));
        Assert.Equal("key-not-found", (await Account.RevokeKey(key.Id))!.Code);
        Assert.Equal([other.Id], (await Account.GetKeys()).Select(known => known.Id));
    }

    [Fact]
    public async Task Verify_WithinAnHour_WritesOnce()
    {
        var key = AccountKey.Parse((await Account.CreateKey(null, [KeyScope.Read], 1)).Value!.Key)!;
        var first = cluster.Now;
        await Account.Verify(key.Id, key.Hash);

        cluster.Leap(TimeSpan.FromMinutes(59));
        await Account.Verify(key.Id, key.Hash);
        Assert.Equal(first, Assert.Single(await Account.GetKeys()).LastUsedAt);
        cluster.Leap(TimeSpan.FromMinutes(1));
        await Account.Verify(key.Id, key.Hash);

        Assert.Equal(cluster.Now, Assert.Single(await Account.GetKeys()).LastUsedAt);
    }

    [Fact]
    public async Task Verify_OwnerOfNobodysMaking_LeavesNothing()
    {
        Assert.Null(await Account.Verify(AccountKey.New(_owner).Id, AccountKey.New(_owner).Hash));

        Assert.Null(await cluster.Store.FindAsync($"state/account/{_owner}", Token));
    }

    [Fact]
    public async Task CreateKey_MoreThanAHundred_IsRefused()
    {
        for (var i = 0; i < 100; i++) Assert.True((await Account.CreateKey(null, [KeyScope.Read], 1)).Succeeded);

        Assert.Equal(("too-many-keys", ProblemKind.Conflict), (await Account.CreateKey(null, [KeyScope.Read], 1)) is { Problem: { } problem } ? (problem.Code, problem.Kind) : default);
    }
}
