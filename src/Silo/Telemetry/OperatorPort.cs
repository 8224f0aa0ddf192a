using System.Net;
using Microsoft.Extensions.Options;
using MusicGen.Silo.Http;
using Orleans.Dashboard;

namespace MusicGen.Silo.Telemetry;

/// <summary>What only operators see: at a port of its own, which has nothing else but the health.</summary>
internal static class OperatorPort
{
    private const string Dashboard = "/dashboard";

    /// <summary>Why operators' pages cannot be at that address; null: they can.</summary>
    public static string? AddressFault(string address)
    {
        const string Setting = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OperatorAddress)}";
        if (!IPAddress.TryParse(address, out var parsed)) return $"{Setting} must be an IP address.";
        return IPAddress.IsLoopback(parsed) ? null : $"{Setting}: the pages for operators have no sign-in, so they are on this machine only, at 127.0.0.1.";
    }

    /// <summary>Maps the dashboard, where there is a port for it.</summary>
    public static void MapOperatorPages(this WebApplication app)
    {
        if (PortOf(app) is not null) app.MapOrleansDashboard(Dashboard).WithMetadata(new ForOperators()).ExcludeFromDescription();
    }

    /// <summary>Keeps operators' pages and everybody's apart. The port that a connection came in at decides: the name of the host is anybody's to choose.</summary>
    public static void UseOperatorPort(this WebApplication app)
    {
        if (PortOf(app) is not { } port) return;
        app.Use((http, next) =>
        {
            var isTheirs = http.GetEndpoint()?.Metadata.GetMetadata<ForOperators>() is not null;
            var isTheirPort = http.Connection.LocalPort == port;
            if (isTheirPort && !ThisMachineOnly.IsOurs(http)) return ThisMachineOnly.RefuseAsync(http); // also where everybody else signs in: these pages have none
            if (isTheirs == isTheirPort || (isTheirPort && IsHealth(http.Request.Path))) return next(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static bool IsHealth(PathString path) => path == Health.HealthEndpoints.Live || path == Health.HealthEndpoints.Ready;

    private static int? PortOf(WebApplication app) => app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.OperatorPort;

    private sealed class ForOperators;
}
