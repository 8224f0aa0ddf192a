using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Grains.Computing;

namespace MusicGen.Silo.Http;

/// <summary>A grain's stream as server-sent events.</summary>
internal static class EventStream
{
    /// <summary>The id of the last event that a returning reader has seen; <paramref name="none"/> for a new one.</summary>
    public static long LastEventId(this HttpContext http, long none) =>
        long.TryParse(http.Request.Headers["Last-Event-ID"], out var last) && last >= 0 ? last : none;

    /// <summary>Sends a <c>ping</c> at once, so that the reader has its headers; every item as an event; a <c>ping</c> when there was none for a while, so that a vanished reader is noticed; <c>end</c> behind the last one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="items">The stream; ends with the response.</param>
    /// <param name="typeOf">The event's type.</param>
    /// <param name="idOf">The event's id, for <c>Last-Event-ID</c>; null for events that are not repeated.</param>
    public static ServerSentEventsResult<object> ToEvents<T>(this HttpContext http, IAsyncEnumerable<T> items, Func<T, string> typeOf, Func<T, string?> idOf)
        where T : class => TypedResults.ServerSentEvents(SendAsync(items, typeOf, idOf, http.RequestServices.GetRequiredService<TimeProvider>(), http.RequestAborted));

    /// <summary>A grain's stream for the time of a request, also when the grain's node is lost on the way.</summary>
    /// <param name="http">The request.</param>
    /// <param name="openFrom">Opens the stream at a sequence number.</param>
    /// <param name="sequenceOf">An item's sequence number.</param>
    /// <param name="from">Where to begin.</param>
    public static IAsyncEnumerable<T> Resumed<T>(this HttpContext http, Func<long, IAsyncEnumerable<T>> openFrom, Func<T, long> sequenceOf, long from) =>
        http.Resumed(openFrom, sequenceOf, from, http.RequestAborted);

    /// <summary>Likewise, for less than the time of a request.</summary>
    public static IAsyncEnumerable<T> Resumed<T>(
        this HttpContext http, Func<long, IAsyncEnumerable<T>> openFrom, Func<T, long> sequenceOf, long from, CancellationToken cancellationToken) => ResumedReading.ReadAsync(
        openFrom, sequenceOf, from, http.RequestServices.GetRequiredService<TimeProvider>(),
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ResumedReading)), cancellationToken);

    private static async IAsyncEnumerable<SseItem<object>> SendAsync<T>(
        IAsyncEnumerable<T> items, Func<T, string> typeOf, Func<T, string?> idOf, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await using var reader = items.GetAsyncEnumerator(cancellationToken);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            yield return new SseItem<object>(new { }, EventTypes.Ping);
            while (true)
            {
                await ((Task)next).WaitAsync(EventTypes.PingInterval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested) yield break;
                if (!next.IsCompleted)
                {
                    yield return new SseItem<object>(new { }, EventTypes.Ping);
                    continue;
                }
                if (!await next)
                {
                    yield return new SseItem<object>(new { }, EventTypes.End);
                    yield break;
                }
                yield return new SseItem<object>(reader.Current, typeOf(reader.Current)) { EventId = idOf(reader.Current) };
                next = reader.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may not be disposed while it moves.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
