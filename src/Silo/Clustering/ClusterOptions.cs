using System.Net;
using MusicGen.Grains;
using MusicGen.Storage.Azure;
using StackExchange.Redis;

namespace MusicGen.Silo.Clustering;

/// <summary>Which cluster this process belongs to, and as what. Without <see cref="Redis"/> it is all alone: the embedded profile.</summary>
public sealed class ClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>What the embedded silo is called; it needs no other name, since it is the only one.</summary>
    private const string EmbeddedName = "embedded";

    private const int LongestName = 63;

    /// <summary>Where the members of the cluster find each other, as StackExchange.Redis writes it: <c>host:6379,password=…</c>. Default null: the embedded profile.</summary>
    public string? Redis { get; set; }

    /// <summary>The cluster's name: several may share a Redis. Default <c>musicgen</c>.</summary>
    public string ClusterId { get; set; } = "musicgen";

    /// <summary>This silo's name, the same at each start and no other silo's. Default null: the machine's name.</summary>
    public string? SiloName { get; set; }

    /// <summary><c>web</c> (HTTP, grains, composing), <c>train</c> (workers), or both, divided by a comma. Default <c>web,train</c>.</summary>
    public string Roles { get; set; } = "web,train";

    /// <summary>The TCP port at which the other silos reach this one; 0: any free one. Default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The IP address of this machine at which the other silos reach this one; nothing listens at any other. Default 127.0.0.1.</summary>
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>Whether there are to be other silos.</summary>
    public bool IsCluster => !string.IsNullOrEmpty(Redis);

    /// <summary>The silo's name, whether it was chosen or not.</summary>
    internal string Name => SiloName ?? (IsCluster ? Environment.MachineName : EmbeddedName);

    /// <summary>What this process is called where others, of other clusters too, send their metrics: the silo's name, but of one that is alone the machine's.</summary>
    internal string Instance => IsCluster ? Name : Environment.MachineName;

    /// <summary>What <see cref="Roles"/> says; none when it cannot be read.</summary>
    internal SiloRoles Does => Roles.Split(',', StringSplitOptions.TrimEntries).Aggregate(SiloRoles.None, (all, one) => all | RoleOf(one));

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (!IsCluster) return FaultsOfOne();
        return [.. FaultsOfRedis(), .. FaultsOfName(), .. FaultsOfRoles(), .. FaultsOfPlace()];
    }

    /// <summary>What is wrong with the store of a cluster.</summary>
    /// <param name="storage">Where the store is.</param>
    public IEnumerable<string> Faults(AzureStorageOptions storage)
    {
        if (IsCluster && !storage.NamesAnAccount())
            yield return $"The silos of a cluster share one store: set {AzureStorageOptions.Section}:{nameof(AzureStorageOptions.ConnectionString)} or {AzureStorageOptions.Section}:{nameof(AzureStorageOptions.ServiceUri)}.";
    }

    /// <summary>Read anew each time: whoever connects changes it.</summary>
    /// <exception cref="ArgumentException">It cannot be read.</exception>
    internal ConfigurationOptions RedisConfiguration() => ConfigurationOptions.Parse(Redis!);

    private static SiloRoles RoleOf(string name) => name switch
    {
        "web" => SiloRoles.Web,
        "train" => SiloRoles.Train,
        _ => SiloRoles.None,
    };

    /// <summary>A process that was meant for a cluster must not begin a service of its own.</summary>
    private IEnumerable<string> FaultsOfOne()
    {
        var plain = new ClusterOptions();
        (string Name, bool IsSet)[] settings =
        [
            (nameof(ClusterId), ClusterId != plain.ClusterId), (nameof(SiloName), SiloName is not null), (nameof(Roles), Roles != plain.Roles),
            (nameof(SiloPort), SiloPort != plain.SiloPort), (nameof(AdvertisedAddress), AdvertisedAddress != plain.AdvertisedAddress),
        ];
        return settings.Where(setting => setting.IsSet).Select(setting => $"{Section}:{setting.Name} is for clusters: set {Section}:{nameof(Redis)} too, or leave it away.");
    }

    private IEnumerable<string> FaultsOfRedis()
    {
        const string form = "write it as host:port, then options of StackExchange.Redis behind commas";
        ConfigurationOptions? parsed = null;
        string? fault = null;
        try
        {
            parsed = RedisConfiguration();
        }
        catch (ArgumentException e)
        {
            // Its text names the option and no value of another one, such as the password.
            fault = e.Message;
        }
        if (fault is not null) yield return $"{Section}:{nameof(Redis)} cannot be read ({fault}): {form}.";
        else if (parsed!.EndPoints.Count == 0) yield return $"{Section}:{nameof(Redis)} names no server: {form}.";
    }

    private IEnumerable<string> FaultsOfName()
    {
        var rule = $"1 to {LongestName} letters, digits, hyphens, dots and underscores, and must begin and end with a letter or digit";
        if (!IsName(ClusterId)) yield return $"{Section}:{nameof(ClusterId)} must have {rule}.";
        if (IsName(Name)) yield break;
        yield return SiloName is null
            ? $"This machine's name ({Name}) cannot be the silo's: set {Section}:{nameof(SiloName)}, which must have {rule}."
            : $"{Section}:{nameof(SiloName)} must have {rule}.";
    }

    private IEnumerable<string> FaultsOfRoles()
    {
        if (string.IsNullOrWhiteSpace(Roles) || Roles.Split(',', StringSplitOptions.TrimEntries).Any(role => RoleOf(role) == SiloRoles.None))
            yield return $"{Section}:{nameof(Roles)} must be web, train or web,train.";
    }

    private IEnumerable<string> FaultsOfPlace()
    {
        if (SiloPort is < 0 or > 65535) yield return $"{Section}:{nameof(SiloPort)} must be 0 (any free port) to 65535.";
        if (!IPAddress.TryParse(AdvertisedAddress, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            yield return $"{Section}:{nameof(AdvertisedAddress)} must be one IP address of this machine, such as 10.0.0.5: the others connect to it.";
    }

    /// <summary>It becomes part of a blob's key, of a grain's key and of URLs.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
}
