using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;

namespace MusicGen.Silo.Sessions;

/// <summary>The header <c>Prefer: wait=N</c> (RFC 7240 §4.3): how long a caller likes to wait for a job's end.</summary>
internal static class PreferWait
{
    private const string Wait = "wait=";
    private const int LongestSeconds = 60;

    /// <summary>The caller's patience, at most 60 s; null when it would rather not wait.</summary>
    public static TimeSpan? Of(HttpRequest request) => request.Headers["Prefer"].ToString().Split(',', StringSplitOptions.TrimEntries)
        .Where(preference => preference.StartsWith(Wait, StringComparison.OrdinalIgnoreCase))
        .Select(preference => int.TryParse(preference.AsSpan(Wait.Length), out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)) : (TimeSpan?)null)
        .FirstOrDefault(patience => patience is not null);

    /// <summary>The tune once it has ended; a problem when patience ended first.</summary>
    public static async Task<Answer<TuneSummary>> ForEndAsync(IGenerationSessionGrain session, int number, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var alarm = clock.CreateTimer(_ => stop.Cancel(), null, patience, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var _ in session.WatchTune(number, int.MaxValue, stop.Token))
            {
                // Only the end is of interest.
            }
            return await session.GetTune(number);
        }
        catch (OperationCanceledException)
        {
            // Patience is over, the caller has gone, or the service stops: the tune is acknowledged all the same.
            return new Problem(ProblemKind.Busy, "tune-not-finished", "The tune is still being composed.");
        }
    }
}
