using System.Net;

namespace MusicGen.Silo.Hosting;

/// <summary>Where the embedded service keeps its things and listens.</summary>
public sealed class SiloSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "MusicGen";

    /// <summary>The folder for everything durable. Default <c>./data</c>.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>The HTTP port on 127.0.0.1; 0: any free one. Default 5080.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>Every fault of these settings; empty when they can be used.</summary>
    /// <param name="addresses">Where the general settings of host and web server would listen.</param>
    public IEnumerable<string> Faults(IEnumerable<string> addresses)
    {
        if (Port is < 0 or > 65535) yield return $"{Section}:{nameof(Port)} must be 0 (any free port) to 65535.";
        if (string.IsNullOrWhiteSpace(DataFolder)) yield return $"{Section}:{nameof(DataFolder)} must name a folder.";
        foreach (var address in addresses.Where(address => !IsLoopback(address)))
            yield return $"The service has no sign-in, so it listens on this machine only: take away the address {address} and set {Section}:{nameof(Port)}.";
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Host == "localhost" || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
