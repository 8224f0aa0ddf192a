using System.Net;
using MusicGen.Silo.Accounts;

namespace MusicGen.Silo.Hosting;

/// <summary>Where the embedded service keeps its things and listens.</summary>
public sealed class SiloSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "MusicGen";

    /// <summary>The folder for everything durable, or with Azure storage for scratch files alone. Default <c>./data</c>.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>The HTTP port; 0: any free one. Default 5080.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>The network address to listen on, of this machine; <c>0.0.0.0</c> or <c>::</c>: all. Others than this machine's own need a sign-in. Default 127.0.0.1.</summary>
    public string Listen { get; set; } = $"{IPAddress.Loopback}";

    /// <summary><see cref="Listen"/>, where it is without faults.</summary>
    internal IPAddress Address => IPAddress.Parse(Listen);

    /// <summary>Every fault of these settings; empty when they can be used.</summary>
    /// <param name="addresses">Where the general settings of host and web server would listen.</param>
    /// <param name="hasSignIn">Whether everybody must sign in.</param>
    public IEnumerable<string> Faults(IEnumerable<string> addresses, bool hasSignIn)
    {
        if (Port is < 0 or > 65535) yield return $"{Section}:{nameof(Port)} must be 0 (any free port) to 65535.";
        if (string.IsNullOrWhiteSpace(DataFolder)) yield return $"{Section}:{nameof(DataFolder)} must name a folder.";
        if (!IPAddress.TryParse(Listen, out var listen)) yield return $"{Section}:{nameof(Listen)} must be a network address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.";
        else if (!hasSignIn && !IPAddress.IsLoopback(listen))
            yield return $"The service has no sign-in, so it listens on this machine only: take away {Section}:{nameof(Listen)}, or set {AccountsOptions.Section}:{nameof(AccountsOptions.OperatorKeyHashes)} ('MusicGen.Silo key' makes one).";
        foreach (var address in addresses.Where(address => !IsLoopback(address)))
        {
            yield return hasSignIn
                ? $"Take away the address {address}: {Section}:{nameof(Listen)} and {Section}:{nameof(Port)} say where the service listens."
                : $"The service has no sign-in, so it listens on this machine only: take away the address {address} and set {Section}:{nameof(Port)}.";
        }
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Host == "localhost" || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
