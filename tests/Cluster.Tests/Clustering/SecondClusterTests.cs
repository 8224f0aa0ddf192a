using System.Text.Json;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts;
using MusicGen.Storage;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Clustering;

/// <summary>Silos of another cluster, or of another machine, on the same store. The test speaks for them.</summary>
public sealed class SecondClusterTests(AzuriteServer azurite)
{
    private const int UsageError = 2;
    private const int Expelled = 3;

    [Fact]
    public async Task Store_HasAnOlderClusterToo_StopsTheYoungerOne()
    {
        await using var cluster = await ClusterProfile.StartAsync(azurite, null, "web-1");
        await using var far = new Speaker(cluster.Store, new { silo = "far", process = "one", address = "10.0.0.9:11111@1" });

        var end = await cluster["web-1"].EndAsync();

        Assert.Equal(Expelled, end.Code);
        var fault = $"Others live on the store of the cluster 'musicgen' (far) whom Redis at {cluster.Redis.Place} does not know";
        Assert.Equal(2, end.Output.Split(fault).Length - 1); // told of first, and given way to then
        Assert.Contains("The other one is older and no smaller, so this silo stops", end.Output, StringComparison.Ordinal);
        var again = await cluster.RunSiloAsync("web-1");
        Assert.Equal(UsageError, again.Code);
        Assert.StartsWith("The cluster 'musicgen' lives (silo 'far' has just said so in the store), but Redis", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnLoopbackWhileAnotherMachineHasASilo_IsRefused()
    {
        await using var cluster = await ClusterProfile.StartAsync(azurite, null);
        await using var far = new Speaker(cluster.Store, new { silo = "far", process = "one", network = "another machine's" });

        var run = await cluster.RunSiloAsync("web-1");

        Assert.Equal(UsageError, run.Code);
        Assert.StartsWith("The silo 'far' of the cluster 'musicgen' lives on another machine or in another container, from where nobody reaches this one at 127.0.0.1: set Cluster:AdvertisedAddress", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.Null(await cluster.BeaconAsync("web-1"));
    }

    /// <summary>Writes a beacon again and again, until it is disposed.</summary>
    private sealed class Speaker : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _speaking;

        public Speaker(IBlobStore store, object beacon) => _speaking = SpeakAsync(store, JsonSerializer.SerializeToUtf8Bytes(beacon, ContractJson.Options));

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _speaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _end.Dispose();
        }

        private async Task SpeakAsync(IBlobStore store, byte[] beacon)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
            do
            {
                try
                {
                    await store.PutAsync("cluster/musicgen/far", beacon, cancellationToken: _end.Token);
                }
                catch (IOException)
                {
                    // The store was busy for once; the next word follows.
                }
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
    }
}
