using System.Net;
using MusicGen.Contracts;

namespace MusicGen.Silo.Http;

/// <summary>Without sign-in, whoever reaches the service owns it: it serves this machine, and no page of another site in this machine's browser.</summary>
internal static class ThisMachineOnly
{
    private static readonly Problem Foreign = new(
        ProblemKind.Forbidden, "not-from-this-machine", "This service serves the machine that it runs on, at localhost or 127.0.0.1, and takes no requests of other sites' pages.");

    public static void UseThisMachineOnly(this WebApplication app) => app.Use((http, next) => IsOurs(http) ? next(http) : RefuseAsync(http));

    public static Task RefuseAsync(HttpContext http) => Foreign.ToResult().ExecuteAsync(http);

    /// <summary>The host's name is looked at too: a foreign name that leads to this machine is how a page reaches services that think themselves alone (DNS rebinding).</summary>
    public static bool IsOurs(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsThisMachine(http.Request.Host.Host)
        && (http.Request.Headers.Origin.ToString() is not { Length: > 0 } origin || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && IsThisMachine(site.Host)));

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
