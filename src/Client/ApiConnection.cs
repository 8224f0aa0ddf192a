using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MusicGen.Contracts;

namespace MusicGen.Client;

/// <summary>Requests and answers in the service's form; problems become exceptions, broken event streams are opened again.</summary>
internal sealed class ApiConnection(HttpClient http, TimeProvider clock)
{
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);
    private const int ReconnectsWithoutNews = 60;

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, null, cancellationToken);

    /// <param name="path">Of the list, relative to the service's address.</param>
    /// <param name="cursor">Of the page, as the page before it named it; null: the first one.</param>
    /// <param name="limit">Items in the page; the service gives at most 200.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="query">More of the address, each part behind an ampersand.</param>
    public Task<Page<T>> PageAsync<T>(string path, string? cursor, int limit, CancellationToken cancellationToken, string query = "") =>
        GetAsync<Page<T>>($"{path}?limit={limit}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}{query}", cancellationToken);

    /// <param name="path">Relative to the service's address.</param>
    /// <param name="body">Sent as JSON; null: no body.</param>
    /// <param name="idempotencyKey">Repeating the request with the same key does the thing once.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<T> PostAsync<T>(string path, object? body, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, body as HttpContent ?? (body is null ? null : JsonContent.Create(body, body.GetType(), options: ContractJson.Options)), idempotencyKey, cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync(path, cancellationToken);
        await ThrowIfProblemAsync(response, cancellationToken);
    }

    /// <summary>The whole of a download.</summary>
    public async Task<byte[]> DownloadAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ThrowIfProblemAsync(response, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Streams a download into <paramref name="target"/>, which may then have a part of it when this throws.</summary>
    public async Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ThrowIfProblemAsync(response, cancellationToken);
        await response.Content.CopyToAsync(target, cancellationToken);
    }

    /// <summary>The events of a stream to its end; a stream that breaks off before is opened again behind the last event.</summary>
    /// <exception cref="HttpRequestException">The stream broke and for a minute no event came.</exception>
    public IAsyncEnumerable<T> WatchAsync<T>(string path, CancellationToken cancellationToken) => WatchAsync<T>(path, null, cancellationToken);

    /// <summary>The same behind an event that somebody has seen.</summary>
    /// <param name="path">Of the stream, relative to the service's address.</param>
    /// <param name="lastId">The id of the last event seen; null: none was.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async IAsyncEnumerable<T> WatchAsync<T>(string path, string? lastId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            await using var events = OpenAsync<T>(path, lastId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(events, mayBreak: failures < ReconnectsWithoutNews))
            {
                failures = 0;
                if (events.Current.EventType == EventTypes.End) yield break;
                lastId = events.Current.EventId ?? lastId;
                yield return events.Current.Data!;
            }
            if (failures >= ReconnectsWithoutNews) throw new HttpRequestException($"The service sent nothing more at {path}.");
            await Task.Delay(ReconnectPause, clock, cancellationToken);
        }
    }

    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<T> events, bool mayBreak)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception e) when (mayBreak && e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<SseItem<T?>> OpenAsync<T>(string path, string? lastId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
            throw new HttpRequestException("The service is not there for the moment.", null, response.StatusCode);
        await ThrowIfProblemAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(body, (type, data) => type is EventTypes.Ping or EventTypes.End ? default : JsonSerializer.Deserialize<T>(data, ContractJson.Options));
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            if (item.EventType != EventTypes.Ping) yield return item;
        }
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, cancellationToken);
        await ThrowIfProblemAsync(response, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<T>(ContractJson.Options, cancellationToken))!;
    }

    private static async Task ThrowIfProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await response.Content.ReadFromJsonAsync<ProblemBody>(ContractJson.Options, cancellationToken)
            : null;
        throw new MusicGenException(response.StatusCode, problem?.Type ?? "about:blank", problem?.Detail ?? problem?.Title ?? $"The service answered {(int)response.StatusCode}.", problem?.Field);
    }

    private sealed record ProblemBody(string? Type, string? Title, string? Detail, string? Field);
}
