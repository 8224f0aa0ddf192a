using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Bench.Serve.Clients;

/// <summary>HTTP and little else: what a client computes, the service beside it cannot.</summary>
internal sealed class TuneClient : IDisposable
{
    private readonly HttpClient _http;

    public TuneClient(Uri address) => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = int.MaxValue })
    {
        BaseAddress = address,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <returns>The session's address.</returns>
    public async Task<string> BeginSessionAsync(string model, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("/v1/sessions", new CreateSession(model), ContractJson.Options, cancellationToken);
        await RequireAsync(response, HttpStatusCode.Created, cancellationToken);
        return response.Headers.Location!.OriginalString;
    }

    /// <param name="session">Its address.</param>
    /// <param name="bars">Of the tune.</param>
    /// <param name="seed">Of its random numbers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TuneAnswer> AskAsync(string session, int bars, long seed, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes($"{{\"bars\":{bars},\"seed\":{seed}}}"));
        content.Headers.ContentType = new("application/json");
        using var response = await _http.PostAsync($"{session}/tunes", content, cancellationToken);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            return new TuneAnswer(null, response.Headers.RetryAfter?.Delta ?? throw new InvalidOperationException("A refusal does not say when to come again."));
        await RequireAsync(response, HttpStatusCode.Accepted, cancellationToken);
        return new TuneAnswer(response.Headers.Location!.OriginalString, TimeSpan.Zero);
    }

    /// <summary>The words of a tune, as they come: how many with each event.</summary>
    /// <exception cref="InvalidOperationException">The tune ended otherwise than well, or its events without their end.</exception>
    public async IAsyncEnumerable<int> ReadAsync(string tune, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"{tune}/events", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await RequireAsync(response, HttpStatusCode.OK, cancellationToken);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken), static (_, json) => TuneNews.Of(json));
        var (hasEnded, last) = (false, default(TuneNews));
        await foreach (var happened in events.EnumerateAsync(cancellationToken))
        {
            if (happened.EventType == EventTypes.End) hasEnded = true;
            else if (happened.EventType != EventTypes.Ping) last = happened.Data;
            if (happened.Data.Words > 0) yield return happened.Data.Words;
        }
        if (!hasEnded || !last.HasSucceeded) throw new InvalidOperationException($"{tune} {(hasEnded ? "did not succeed" : "broke off")}.");
    }

    /// <summary>Opens the events of a tune and goes away.</summary>
    public async Task LookAsync(string tune, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"{tune}/events", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await RequireAsync(response, HttpStatusCode.OK, cancellationToken);
    }

    /// <returns>False where it had ended before.</returns>
    public async Task<bool> TryCancelAsync(string tune, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync($"{tune}:cancel", null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict) return false;
        await RequireAsync(response, HttpStatusCode.OK, cancellationToken);
        return true;
    }

    /// <summary>Deletes a session; what it composes is canceled.</summary>
    public async Task EndSessionAsync(string session, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(session, cancellationToken);
        await RequireAsync(response, HttpStatusCode.NoContent, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static async Task RequireAsync(HttpResponseMessage response, HttpStatusCode wanted, CancellationToken cancellationToken)
    {
        if (response.StatusCode == wanted) return;
        throw new InvalidOperationException($"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
