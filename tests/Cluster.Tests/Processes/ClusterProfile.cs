using System.Text.Json;
using System.Text.RegularExpressions;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>The cluster profile in real processes on loopback: a Redis, a store that all share, and silos by name. Everything is killed when disposed.</summary>
internal sealed partial class ClusterProfile : IAsyncDisposable
{
    /// <summary>Orleans' own number for a member that takes part.</summary>
    private const int Active = 3;

    private readonly Dictionary<string, (SiloProcess Process, TemporaryFolder Data, string[] Settings)> _silos = new(StringComparer.Ordinal);

    private ClusterProfile(RedisServer redis, TemporaryFolder store) => (Redis, Store) = (redis, store);

    public RedisServer Redis { get; }

    /// <summary>Everything durable.</summary>
    public TemporaryFolder Store { get; }

    /// <summary>A silo that was started.</summary>
    public SiloProcess this[string name] => _silos[name].Process;

    /// <summary>Starts Redis and the silos, all at once, and waits until they are one cluster.</summary>
    /// <param name="store">The store, which goes with the cluster.</param>
    /// <param name="silos">Names; what stands before the first hyphen is the role: <c>web-1</c>, <c>train-1</c>.</param>
    public static async Task<ClusterProfile> StartAsync(TemporaryFolder store, params string[] silos)
    {
        var cluster = new ClusterProfile(await RedisServer.StartAsync(), store);
        try
        {
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

    /// <summary>Waits until these silos have said as members, in the store, that they live: from then on an emptied Redis is noticed, and every few seconds after it.</summary>
    public Task UntilKnownAsync(params string[] names) => Patience.UntilAsync(
        () => names.All(name => BeaconOf(name).Contains("\"address\"", StringComparison.Ordinal)), $"{string.Join(", ", names)} have said that they live");

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
        Store.Dispose();
    }

    private string[] SettingsOf(string name) =>
    [
        "--Cluster:Redis", Redis.Place, "--Cluster:SiloName", name, "--Cluster:Roles", name.Split('-')[0], "--Cluster:SiloPort", $"{FreePort.Find()}", "--Cluster:StoreFolder", Store.Path,
    ];

    private string BeaconOf(string name)
    {
        var files = Directory.GetFiles(Store.Path, name + "*", SearchOption.AllDirectories);
        return files.Length == 1 ? File.ReadAllText(files[0]) : "";
    }

    private Task UntilAsync(Func<IReadOnlyList<string>, bool> holds, string what) => Patience.UntilAsync(async () => holds(await MembersAsync()), what);

    [GeneratedRegex(@"^\{.*\}\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
