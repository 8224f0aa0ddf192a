using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MusicGen.Contracts;

namespace MusicGen.Client;

/// <summary>Sends a request again while the service loses a node, its storage fails for a moment, or nobody answers at its address.</summary>
/// <remarks>Only what may be done twice is sent twice. A service that never answered is not waited for: its address is likely wrong.</remarks>
internal sealed class Retries(HttpClient http, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>What the service says of failures that pass. Of being busy it says something else: whether to wait for that is the caller's to decide.</summary>
    private static readonly string[] Passing = ["node-lost", "node-outdated", "changed-meanwhile", "storage-failed", "timeout"];

    /// <summary>What it says before it has looked at a request's body: uploads take turns of some seconds.</summary>
    private static readonly string[] NotBegun = ["uploads-busy", "too-many-uploads"];

    private volatile bool _hasAnswered;

    /// <param name="create">Makes the request, anew each time.</param>
    /// <param name="mayRepeat">Whether doing it twice is doing it once. What was not even begun is sent again in any case.</param>
    /// <param name="completion">When the response is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The first response that is no passing failure, or the last one.</returns>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, bool mayRepeat, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var wait = pause;
            try
            {
                using var request = create();
                var response = await SendOnceAsync(request, completion, cancellationToken);
                _hasAnswered = true;
                if (!await IsPassingAsync(response, mayRepeat, cancellationToken)) return response;
                if (response.Headers.RetryAfter?.Delta is { } told && told > wait) wait = told;
                if (IsOver(wait)) return response;
                response.Dispose();
            }
            catch (HttpRequestException e) when (_hasAnswered && (mayRepeat || e.HttpRequestError == HttpRequestError.ConnectionError) && !IsOver(wait))
            {
                // Perhaps somebody answers a moment later.
            }
            await Task.Delay(wait, clock, cancellationToken);
        }

        bool IsOver(TimeSpan wait) => clock.GetElapsedTime(since) + wait > Patience;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellationToken);
        }
        catch (SocketException e)
        {
            // A connection that is cut while it is made comes out of HttpClient as the socket's own exception.
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
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
