using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;

namespace MusicGen.Silo.Accounts;

/// <summary>Believes proxies on whom a request comes from: those of <see cref="AccountsOptions.Proxies"/> and no others.</summary>
internal static class KnownProxies
{
    /// <summary>The switch of ASP.NET that believes everybody.</summary>
    private const string BelieveEverybody = "FORWARDEDHEADERS_ENABLED";

    /// <summary>Call it first: from here on the connection's address is the caller's.</summary>
    public static void UseKnownProxies(this IApplicationBuilder app, AccountsOptions accounts)
    {
        // Without any known proxy the middleware would believe everybody.
        if (accounts.Proxies.Count == 0) return;
        // Of a chain of proxies the header names all; from the last one on they are looked at, as far as they are known.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear(); // this machine is among them
        options.KnownIPNetworks.Clear();
        foreach (var proxy in accounts.Proxies) options.KnownIPNetworks.Add(NetworkOf(proxy)!.Value);
        app.UseForwardedHeaders(options);
    }

    /// <summary>The network that is meant; of an address, the one that it is alone in. Null: the text is neither, or means everybody.</summary>
    public static System.Net.IPNetwork? NetworkOf(string text)
    {
        if (System.Net.IPNetwork.TryParse(text, out var network)) return network.PrefixLength > 0 ? network : null;
        if (!IPAddress.TryParse(text, out var address)) return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return new(address, 128);
        return address.ToString() == text ? new(address, 32) : null; // "10.1" could be read as an address too
    }

    /// <summary>What is wrong with the host's own settings.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (string.Equals(configuration[BelieveEverybody], "true", StringComparison.OrdinalIgnoreCase))
            yield return $"Take away ASPNETCORE_{BelieveEverybody}: with it anybody's word on whom a request comes from is believed. {AccountsOptions.Section}:{nameof(AccountsOptions.Proxies)} says whose is.";
    }
}
