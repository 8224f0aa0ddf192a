using Azure.Storage.Blobs;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Demo;

/// <summary>The demo on a Redis and an account that run already.</summary>
public sealed class DemoClusterTests(AzuriteServer azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_OnACluster_ComposesAndLeavesNothing()
    {
        var storage = await azurite.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        Directory.CreateDirectory(_folder["temporary"]);
        var before = await ContainersAsync(storage);

        await using var run = ProgramRun.Start(
            _folder["temporary"], "demo", "--out", _folder["out"], "--preset", "tiny", "--epochs", "1", "--tunes", "1", "--profile", "cluster", "--redis", redis.Place, "--storage", storage);
        while (await run.LineAsync() is not null)
        {
        }
        var ended = await run.EndAsync(Patience.Token);

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.True(File.Exists(_folder["out", "tune-1.mid"]));
        Assert.Equal("*0", (await redis.AskAsync("KEYS", "*")).Split('\r')[0]);
        Assert.Equal(before, await ContainersAsync(storage));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["temporary"], "musicgen-*"));
    }

    [Fact]
    public async Task Demo_WithoutItsRedis_LeavesNoContainer()
    {
        var storage = await azurite.StartAsync();
        Directory.CreateDirectory(_folder["temporary"]);
        var redis = $"127.0.0.1:{FreePort.Find()}";
        var before = await ContainersAsync(storage);

        var run = await ProgramRun.RunAsync(
            _folder["temporary"], "demo", "--out", _folder["out"], "--profile", "cluster", "--redis", $"{redis},connectTimeout=200,connectRetry=1", "--storage", storage);

        Assert.Equal((2, $"The silo web-1 did not start. Redis cannot be reached at {redis}: start it, or correct Cluster:Redis.\n"), (run.Code, run.Errors));
        Assert.Equal(before, await ContainersAsync(storage));
    }

    private static async Task<List<string>> ContainersAsync(string storage) =>
        await new BlobServiceClient(storage, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06)).GetBlobContainersAsync(prefix: "musicgen-demo-", cancellationToken: Patience.Token).Select(container => container.Name).ToListAsync(Patience.Token);
}
