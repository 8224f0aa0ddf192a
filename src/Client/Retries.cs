using System.Net;
using System.Text.Json;
using MusicGen.Contracts;

namespace MusicGen.Client;

/// <summary>Sends a request again while the service loses a node, its storage fails for a moment, or nobody answers at its address; and where whoever has the request says nothing.</summary>
/// <remarks>Only what may be done twice is sent twice. A service that never answered is not waited for when nobody takes a connection at its address: that is likely wrong.</remarks>
internal sealed class Retries(BoundedHttp http, TimeProvider clock)
{
    /// <summary>Balancers have long stopped sending requests to a node that hangs when this many of its silences are over.</summary>
    private const int MostSilences = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>What the service says of failures that pass. Of being busy it says something else: whether to wait for that is the caller's to decide.</summary>
    private static readonly string[] Passing = ["node-lost", "node-outdated", "changed-meanwhile", "storage-failed", "timeout"];

    /// <summary>What it says before it has looked at a request's body: uploads take turns, and do not wait long for one.</summary>
    private static readonly string[] NotBegun = ["uploads-busy", "too-many-uploads"];

    private volatile bool _hasAnswered;

    /// <param name="create">Makes the request, anew each time.</param>
    /// <param name="mayRepeat">Whether doing it twice is doing it once. What was not even begun is sent again in any case.</param>
    /// <param name="completion">When the response is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="silence">How long a try waits for a sign of the service; null: as long as it answers anything in.</param>
    /// <returns>The first response that is no passing failure, or the last one.</returns>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> create, bool mayRepeat, HttpCompletionOption completion, CancellationToken cancellationToken, TimeSpan? silence = null)
    {
        long? failingSince = null;
        var silences = 0;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var wait = pause;
            try
            {
                using var request = create();
                var response = await SendOnceAsync(request, silence ?? Silence.Of(mayRepeat, silences), completion, cancellationToken);
                _hasAnswered = true;
                if (!await IsPassingAsync(response, mayRepeat, cancellationToken)) return response;
                if (response.Headers.RetryAfter?.Delta is { } told && told > wait) wait = told;
                if (IsOver(wait)) return response;
                response.Dispose();
            }
            catch (SilenceException) when (mayRepeat && silences < MostSilences - 1)
            {
                silences++; // its connection is closed, so the next try takes another
            }
            catch (HttpRequestException e) when (e is not SilenceException && _hasAnswered && (mayRepeat || e.HttpRequestError == HttpRequestError.ConnectionError) && !IsOver(wait))
            {
                // Perhaps somebody answers a moment later.
            }
            await Task.Delay(wait, clock, cancellationToken);
        }

        // It begins with the first failure, however long that was in coming: a service that gives up itself after half a minute is asked once more.
        bool IsOver(TimeSpan wait)
        {
            failingSince ??= clock.GetTimestamp();
            return clock.GetElapsedTime(failingSince.Value) + wait > Patience;
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, TimeSpan silence, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, silence, Silence.WithinContent, cancellationToken);
        try
        {
            if (completion == HttpCompletionOption.ResponseContentRead) await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<bool> IsPassingAsync(HttpResponseMessage response, bool mayRepeat, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests)) return false;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return mayRepeat && response.StatusCode != HttpStatusCode.TooManyRequests; // what stands before the service speaks
        var problem = await response.Content.ReadAsByteArrayAsync(cancellationToken); // stays there to be read again
        var type = JsonSerializer.Deserialize<ProblemType>(problem, ContractJson.Options)?.Type ?? "";
        return (mayRepeat ? Passing.Concat(NotBegun) : NotBegun).Any(passing => type.EndsWith($":{passing}", StringComparison.Ordinal));
    }

    private sealed record ProblemType(string? Type);
}
