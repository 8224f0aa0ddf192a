using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Sessions;
using MusicGen.Silo.Http;

namespace MusicGen.Silo.Sessions;

/// <summary>The header <c>Prefer: wait=N</c> (RFC 7240 §4.3): how long a caller likes to wait for a job's end.</summary>
internal static class PreferWait
{
    private const string Wait = "wait=";
    private const int LongestSeconds = 60;
    private const long OnlyTheEnd = int.MaxValue; // more than a tune has events

    /// <summary>The caller's patience, at most 60 s; null when it would rather not wait.</summary>
    public static TimeSpan? Of(HttpRequest request) => request.Headers["Prefer"].ToString().Split(',', StringSplitOptions.TrimEntries)
        .Where(preference => preference.StartsWith(Wait, StringComparison.OrdinalIgnoreCase))
        .Select(preference => int.TryParse(preference.AsSpan(Wait.Length), out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)) : (TimeSpan?)null)
        .FirstOrDefault(patience => patience is not null);

    /// <summary>The tune once it has ended; null when patience ended first, the caller has gone, or nodes are lost: the tune is acknowledged all the same.</summary>
    public static async Task<TuneSummary?> ForEndAsync(this HttpContext http, IGenerationSessionGrain session, int number, TimeSpan patience, TimeProvider clock)
    {
        using var alarm = new CancellationTokenSource(patience, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, alarm.Token);
        try
        {
            await foreach (var _ in http.Resumed(from => session.WatchTune(number, from, stop.Token), happened => happened.Sequence, OnlyTheEnd, stop.Token))
            {
                // Only the end is of interest.
            }
            return (await session.GetTune(number)).Value;
        }
        catch (Exception e) when (ResumedReading.IsLoss(e))
        {
            return null;
        }
    }
}
