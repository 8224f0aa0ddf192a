using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Corpora;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Clustering;

/// <summary>A Redis that forgets must not make two clusters of one.</summary>
public sealed class EmptiedRedisTests(AzuriteServer azurite)
{
    private const int UsageError = 2;
    private const int Expelled = 3;

    [Fact]
    public async Task Redis_ForgetsTheMembers_IsToldThemAgainAndWhoeverComesJoinsTheSameCluster()
    {
        await using var cluster = await ClusterProfile.StartAsync(azurite, null, "web-1", "web-2");
        await cluster.UntilKnownAsync("web-1", "web-2");

        await cluster.Redis.AskAsync("ACL", "SETUSER", "default", "-hset", "-hmset"); // so that nothing can be put back yet
        await cluster.Redis.EmptyAsync();
        await cluster.UntilSpokenAsync("web-1", times: 4);
        await cluster.Redis.AskAsync("ACL", "SETUSER", "default", "+hset", "+hmset");
        await cluster.UntilMembersAreAsync("web-1", "web-2");
        await cluster.StartSiloAsync("web-3");
        await cluster.UntilMembersAreAsync("web-1", "web-2", "web-3");

        var corpus = await cluster["web-3"].Client.Corpora.CreateAsync(new CreateCorpus("One"), cancellationToken: Patience.Token);
        Assert.Equal("One", (await cluster["web-1"].Client.Corpora.GetAsync(corpus.Id, Patience.Token)).Name);
        var one = (await cluster["web-1"].TerminateAsync()).Output;
        var logs = one + (await cluster["web-2"].TerminateAsync()).Output;
        Assert.Equal(2, one.Split($"Redis at {cluster.Redis.Place} has lost the members of the cluster musicgen").Length); // said once, however long it lasts
        Assert.Contains("put 2 members back into Redis", logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAnotherRedisOrANameThatIsTaken_IsRefused()
    {
        await using var cluster = await ClusterProfile.StartAsync(azurite, null, "web-1");
        await cluster.UntilKnownAsync("web-1");
        await using var other = await RedisServer.StartAsync(isAppendOnly: false);

        var strayed = cluster.RunSiloAsync("web-2", "--Cluster:Redis", other.Place);
        var namesake = await cluster.RunSiloAsync("web-1");

        Assert.Equal(UsageError, (await strayed).Code);
        Assert.StartsWith($"The cluster 'musicgen' lives (silo 'web-1' has just said so in the store), but Redis at {other.Place} does not know it", (await strayed).Errors, StringComparison.Ordinal);
        Assert.Single((await strayed).Errors.Trim().Split('\n'));
        Assert.Contains($"Redis at {other.Place} forgets its members when it restarts: run it with 'appendonly yes'.", (await strayed).Output, StringComparison.Ordinal);
        Assert.Equal(UsageError, namesake.Code);
        Assert.StartsWith("A silo named 'web-1' lives in the cluster 'musicgen' already (at 127.0.0.1:", namesake.Errors, StringComparison.Ordinal);
        Assert.Equal(["web-1"], await cluster.MembersAsync());
    }

    [Fact]
    public async Task Start_AfterAnotherDiedForGood_ClearsItsBeaconAway()
    {
        await using var cluster = await ClusterProfile.StartAsync(azurite, null, "web-1", "web-2");
        await cluster.UntilKnownAsync("web-1", "web-2");

        await cluster.KillAsync("web-2");
        await cluster.UntilMembersAreAsync("web-1");
        await cluster.StartSiloAsync("web-3");

        Assert.Null(await cluster.BeaconAsync("web-2"));
        Assert.NotNull(await cluster.BeaconAsync("web-1"));
    }

    [Fact]
    public async Task Redis_HasTheTableOfAnotherCluster_StopsTheSiloThatIsNotInIt()
    {
        await using var cluster = await ClusterProfile.StartAsync(azurite, null, "web-1");
        await cluster.UntilKnownAsync("web-1");

        await cluster.Redis.AskAsync("EVAL", "redis.call('DEL', KEYS[1]) redis.call('HSET', KEYS[1], 'Version', '0')", "1", "musicgen/members/musicgen");
        var end = await cluster["web-1"].EndAsync();
        await cluster.RestartAsync("web-1");

        Assert.Equal(Expelled, end.Code);
        Assert.Contains("has members of the cluster 'musicgen', but not this silo", end.Output, StringComparison.Ordinal);
        await cluster.UntilMembersAreAsync("web-1");
    }
}
