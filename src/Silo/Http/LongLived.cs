using MusicGen.Silo.Health;

namespace MusicGen.Silo.Http;

/// <summary>Streams that end when the service stops, after the grace in which load balancers notice.</summary>
/// <remarks>Otherwise an open stream holds up the whole stop until the host's patience ends. Clients take an end without an <c>end</c> event as a call to come again.</remarks>
internal static class LongLived
{
    /// <summary>Links the request's token with the service's stop, for endpoints that carry the mark.</summary>
    public static void UseLongLivedStreams(this WebApplication app)
    {
        var stop = app.Services.GetRequiredService<StopGrace>().Over;
        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null)
            {
                await next(http);
                return;
            }
            using var both = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stop);
            http.RequestAborted = both.Token;
            await next(http);
        });
    }

    public static RouteHandlerBuilder StreamsForLong(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new Mark());

    private sealed class Mark;
}
