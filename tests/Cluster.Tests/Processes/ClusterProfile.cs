using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MusicGen.Storage;
using MusicGen.Storage.Azure;
using MusicGen.Storage.Local;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>The cluster profile in real processes on loopback: a Redis, a container of Azurite that all share, and silos by name. All processes are killed when disposed.</summary>
internal sealed partial class ClusterProfile : IAsyncDisposable
{
    /// <summary>Orleans' own number for a member that takes part.</summary>
    private const int Active = 3;

    private readonly Dictionary<string, (SiloProcess Process, TemporaryFolder Data, string[] Settings)> _silos = new(StringComparer.Ordinal);

    private readonly AzureStorageOptions _storage;

    private ClusterProfile(RedisServer redis, AzureStorageOptions storage)
    {
        (Redis, _storage) = (redis, storage);
        Store = new AzureBlobStore(storage, TimeProvider.System);
    }

    public RedisServer Redis { get; }

    /// <summary>Everything durable.</summary>
    public IBlobStore Store { get; }

    /// <summary>A silo that was started.</summary>
    public SiloProcess this[string name] => _silos[name].Process;

    /// <summary>Starts Redis and the silos, all at once, and waits until they are one cluster.</summary>
    /// <param name="azurite">What the cluster has a new container of.</param>
    /// <param name="filledFrom">The data folder of an embedded service, which the container gets a copy of; null: it is empty.</param>
    /// <param name="silos">Names; what stands before the first hyphen is the role: <c>web-1</c>, <c>train-1</c>.</param>
    public static async Task<ClusterProfile> StartAsync(AzuriteServer azurite, TemporaryFolder? filledFrom, params string[] silos)
    {
        var storage = new AzureStorageOptions { ConnectionString = await azurite.StartAsync(), Container = $"cluster-{Guid.NewGuid():n}" };
        var cluster = new ClusterProfile(await RedisServer.StartAsync(), storage);
        try
        {
            await cluster.FillAsync(filledFrom);
            await Task.WhenAll(silos.Select(silo => cluster.StartSiloAsync(silo)));
            await cluster.UntilMembersAsync(silos.Length);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a second cluster, with a Redis of its own, on this one's store: what must never be, and therefore must do no harm.</summary>
    public async Task<ClusterProfile> StartAnotherOnTheSameStoreAsync(string silo)
    {
        var other = new ClusterProfile(await RedisServer.StartAsync(), _storage);
        try
        {
            await other.StartSiloAsync(silo, "--Cluster:ClusterId", "other");
            return other;
        }
        catch
        {
            await other.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo, at a port of its own that it keeps when it is restarted, and waits until it serves.</summary>
    public async Task<SiloProcess> StartSiloAsync(string name, params string[] settings)
    {
        string[] all = [.. SettingsOf(name), .. settings];
        var data = new TemporaryFolder();
        var process = await SiloProcess.StartAsync(data, all);
        lock (_silos) _silos[name] = (process, data, all);
        return process;
    }

    /// <summary>Runs a silo that is to end by itself, such as one that is refused.</summary>
    public async Task<ProgramResult> RunSiloAsync(string name, params string[] settings)
    {
        using var data = new TemporaryFolder();
        return await ProgramRun.RunAsync(null, ["--data", data.Path, "--port", "0", .. SettingsOf(name), .. settings]);
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync(string name) => this[name].KillAsync();

    /// <summary>Starts a silo again that has ended, with its settings and its port.</summary>
    public async Task<SiloProcess> RestartAsync(string name)
    {
        var (ended, data, settings) = _silos[name];
        await ended.DisposeAsync();
        var process = await SiloProcess.StartAsync(data, settings);
        lock (_silos) _silos[name] = (process, data, settings);
        return process;
    }

    /// <summary>Waits until so many members are active.</summary>
    public Task UntilMembersAsync(int count) => UntilAsync(names => names.Count == count, $"{count} members are active");

    /// <summary>Waits until exactly these are active.</summary>
    public Task UntilMembersAreAsync(params string[] names) => UntilAsync(active => active.Order().SequenceEqual(names.Order()), $"{string.Join(", ", names)} are active");

    /// <summary>Waits until these silos have said as members, in the store, that they live, and again: from then on an emptied Redis is noticed.</summary>
    public async Task UntilKnownAsync(params string[] names)
    {
        foreach (var name in names)
        {
            string? first = null;
            await Patience.UntilAsync(
                async () => await BeaconAsync(name) is { } beacon && Encoding.UTF8.GetString(beacon.Content.Span).Contains("\"address\"", StringComparison.Ordinal) && (first ??= beacon.ETag) != beacon.ETag,
                $"{name} has said that it lives");
        }
    }

    /// <summary>Waits until a silo has said so many times more, in the store, that it lives.</summary>
    public async Task UntilSpokenAsync(string name, int times)
    {
        for (var time = 0; time < times; time++)
        {
            var last = (await BeaconAsync(name))?.ETag;
            await Patience.UntilAsync(async () => (await BeaconAsync(name))?.ETag != last, $"{name} has said that it lives");
        }
    }

    /// <summary>What a silo last said of itself; null: nothing, or it has left.</summary>
    public Task<Blob?> BeaconAsync(string name) => Store.GetAsync($"cluster/musicgen/{name}", Patience.Token);

    /// <summary>Names of the active members, as Redis has them.</summary>
    public async Task<IReadOnlyList<string>> MembersAsync() =>
        [.. Row().Matches(await Redis.AskAsync("HVALS", "musicgen/members/musicgen")).Select(row => JsonDocument.Parse(row.Value).RootElement)
            .Where(row => row.GetProperty("Status").GetInt32() == Active).Select(row => row.GetProperty("SiloName").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, data, _) in _silos.Values)
        {
            await process.DisposeAsync();
            data.Dispose();
        }
        await Redis.DisposeAsync();
    }

    private string[] SettingsOf(string name) =>
    [
        "--Cluster:Redis", Redis.Place, "--Cluster:SiloName", name, "--Cluster:Roles", name.Split('-')[0], "--Cluster:SiloPort", $"{FreePort.Find()}",
        "--Storage:ConnectionString", _storage.ConnectionString!, "--Storage:Container", _storage.Container,
    ];

    private async Task FillAsync(TemporaryFolder? from)
    {
        await ((AzureBlobStore)Store).PrepareAsync(Patience.Token);
        if (from is null) return;
        var local = new LocalBlobStore(from.Path, TimeProvider.System);
        await Parallel.ForEachAsync(local.ListAsync("", cancellationToken: Patience.Token), Patience.Token, async (entry, cancellationToken) =>
            await Store.PutAsync(entry.Key, (await local.GetAsync(entry.Key, cancellationToken))!.Content, cancellationToken: cancellationToken));
    }

    private Task UntilAsync(Func<IReadOnlyList<string>, bool> holds, string what) => Patience.UntilAsync(async () => holds(await MembersAsync()), what);

    [GeneratedRegex(@"^\{.*\}\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
