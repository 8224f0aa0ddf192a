using MusicGen.Client;
using MusicGen.Silo.Clustering;
using MusicGen.Storage.Azure;

namespace MusicGen.Silo.Demo;

/// <summary>Two web silos and one that trains, each a process of this program, on a Redis and a storage account that run already. All that is theirs goes with it.</summary>
internal sealed class DemoCluster : IDemoService
{
    /// <summary>For taking the container away, which is one request.</summary>
    private static readonly TimeSpan ClearPatience = TimeSpan.FromSeconds(5);

    private readonly DemoLeftovers _leftovers;
    private readonly IReadOnlyList<DemoSilo> _silos;
    private readonly HttpClient _http;

    private DemoCluster(DemoLeftovers leftovers, IReadOnlyList<DemoSilo> silos)
    {
        (_leftovers, _silos) = (leftovers, silos);
        _http = new HttpClient(new TakingTurns([.. silos.Where(silo => silo.IsWeb).Select(silo => silo.Address)])) { BaseAddress = silos[0].Address, Timeout = Timeout.InfiniteTimeSpan };
        Client = new MusicGenClient(_http);
    }

    /// <summary>Asks the web silos in turn.</summary>
    public MusicGenClient Client { get; }

    /// <exception cref="DemoException">A silo does not start; its own words say why.</exception>
    public static async Task<DemoCluster> StartAsync(string redis, string storage, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("musicgen-demo-");
        // A cluster and a container for this demo alone: an earlier one's are none of its business.
        var name = $"musicgen-demo-{Guid.NewGuid():n}"[..24];
        var leftovers = new DemoLeftovers(folder, new ClusterOptions { Redis = redis, ClusterId = name }, new AzureStorageOptions { ConnectionString = storage, Container = name, Timeout = ClearPatience });
        var shared = new Dictionary<string, string>
        {
            [$"{ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}"] = redis,
            [$"{ClusterOptions.Section}:{nameof(ClusterOptions.ClusterId)}"] = name,
            [$"{AzureStorageOptions.Section}:{nameof(AzureStorageOptions.ConnectionString)}"] = storage,
            [$"{AzureStorageOptions.Section}:{nameof(AzureStorageOptions.Container)}"] = name,
        };
        var silos = new List<DemoSilo>();
        try
        {
            foreach (var (silo, role) in new[] { ("web-1", "web"), ("web-2", "web"), ("train-1", "train") })
                silos.Add(await DemoSilo.StartAsync(silo, role, folder.CreateSubdirectory(silo), shared, cancellationToken));
            return new DemoCluster(leftovers, silos);
        }
        catch
        {
            // What cannot be reached now is what the demo ends for.
            await StopAsync(silos, leftovers);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var failure in await StopAsync(_silos, _leftovers)) await Console.Error.WriteLineAsync(failure);
    }

    /// <returns>A sentence for each thing that stays.</returns>
    private static async Task<IReadOnlyList<string>> StopAsync(IEnumerable<DemoSilo> silos, DemoLeftovers leftovers)
    {
        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
        return await leftovers.ClearAsync();
    }

    /// <summary>Sends each request to the next of some silos: any of them can answer any.</summary>
    private sealed class TakingTurns(Uri[] silos) : DelegatingHandler(MusicGenClient.CreateHandler())
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var silo = silos[(uint)Interlocked.Increment(ref _requests) % silos.Length];
            request.RequestUri = new Uri(silo, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
