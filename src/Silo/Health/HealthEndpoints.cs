using Microsoft.AspNetCore.Http.HttpResults;

namespace MusicGen.Silo.Health;

/// <summary>What orchestrators and load balancers ask. They come without sign-in.</summary>
internal static class HealthEndpoints
{
    public const string Live = "/livez";
    public const string Ready = "/readyz";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Probes are no requests: among few others they would hide those that fail. The first looks at nothing: a process whose store or cluster is away must not be killed for that.
        routes.MapGet(Live, () => TypedResults.Ok(new LiveAnswer("live"))).DisableHttpMetrics().AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(Ready, ReadyAsync).DisableHttpMetrics().AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<JsonHttpResult<ReadyAnswer>> ReadyAsync(IEnumerable<IReadinessCheck> checks, HttpContext http, CancellationToken cancellationToken)
    {
        var faults = await Task.WhenAll(checks.Select(async check => (check.Name, Fault: await check.FindFaultAsync(cancellationToken))));
        var answer = new ReadyAnswer(
            faults.All(one => one.Fault is null) ? "ready" : "not-ready",
            faults.OrderBy(one => one.Name, StringComparer.Ordinal).ToDictionary(one => one.Name, one => one.Fault ?? "ok", StringComparer.Ordinal));
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(answer, statusCode: faults.All(one => one.Fault is null) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private sealed record LiveAnswer(string Status);

    /// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
    /// <param name="Checks">Each by its name: <c>ok</c>, or what is wrong.</param>
    private sealed record ReadyAnswer(string Status, IReadOnlyDictionary<string, string> Checks);
}
