using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace MusicGen.Grains.Computing;

/// <summary>A grain's stream, read so that it outlives the node it comes from.</summary>
public static partial class ResumedReading
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a stream may fail to come back: a lost node is found within seconds, and its grains live on elsewhere then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads the stream; when its node is lost, it is opened again just behind the last item.</summary>
    /// <param name="openFrom">Opens the stream at a sequence number.</param>
    /// <param name="sequenceOf">An item's sequence number.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <param name="log">Hears of losses.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <remarks>What else goes wrong, and a node that has no successor within half a minute, is thrown as it comes.</remarks>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<long, IAsyncEnumerable<T>> openFrom, Func<T, long> sequenceOf, long from, TimeProvider clock, ILogger log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? failingSince = null;
        while (true)
        {
            var opened = clock.GetTimestamp();
            await using (var items = openFrom(from).GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    bool? more = null;
                    try
                    {
                        more = await items.MoveNextAsync();
                    }
                    catch (Exception e) when (IsLoss(e) && !cancellationToken.IsCancellationRequested)
                    {
                        // One that was open for long was well, if it had nothing to say.
                        if (failingSince is null || clock.GetElapsedTime(opened) > Patience) failingSince = clock.GetTimestamp();
                        if (clock.GetElapsedTime(failingSince.Value) > Patience) throw;
                        LogLost(log, e, from);
                    }
                    if (more is null) break;
                    if (!more.Value) yield break;
                    failingSince = null;
                    from = sequenceOf(items.Current) + 1;
                    yield return items.Current;
                }
            }
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Whether a call or a stream that nobody canceled failed because a node was lost.</summary>
    /// <remarks>Orleans cancels its own search for a grain when the node that keeps that part of the directory dies, and lets callers have that.</remarks>
    public static bool IsLoss(Exception e) => e is EnumerationAbortedException or OrleansMessageRejectionException or SiloUnavailableException or TimeoutException or OperationCanceledException;

    [LoggerMessage(1110, LogLevel.Warning, "a stream of a grain was lost at {From}; it is opened again")]
    private static partial void LogLost(ILogger log, Exception e, long from);
}
