using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MusicGen.Contracts;

namespace MusicGen.Client;

/// <summary>Requests and answers in the service's form; problems become exceptions, passing failures are tried again, broken event streams are opened again.</summary>
internal sealed class ApiConnection
{
    private readonly BoundedHttp _http;
    private readonly Retries _retries;
    private readonly TimeProvider _clock;

    public ApiConnection(HttpClient http, TimeProvider clock)
    {
        (_http, _clock) = (new BoundedHttp(http, clock), clock);
        _retries = new Retries(_http, clock);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(() => new HttpRequestMessage(HttpMethod.Get, path), mayRepeat: true, cancellationToken);

    /// <param name="path">Of the list, relative to the service's address.</param>
    /// <param name="cursor">Of the page, as the page before it named it; null: the first one.</param>
    /// <param name="limit">Items in the page; the service gives at most 200.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="query">More of the address, each part behind an ampersand.</param>
    public Task<Page<T>> PageAsync<T>(string path, string? cursor, int limit, CancellationToken cancellationToken, string query = "") =>
        GetAsync<Page<T>>($"{path}?limit={limit}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}{query}", cancellationToken);

    /// <summary>Makes a thing, once however often it has to be asked for.</summary>
    /// <param name="path">Relative to the service's address.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="idempotencyKey">Repeating the request with the same key does the thing once; null: a key of its own.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<T> CreateAsync<T>(string path, object body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        idempotencyKey ??= $"{Guid.CreateVersion7(_clock.GetUtcNow())}"; // its time makes the service list things in the order in which they were made
        return SendAsync<T>(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
                request.Headers.Add("Idempotency-Key", idempotencyKey);
                return request;
            },
            mayRepeat: true,
            cancellationToken);
    }

    /// <summary>Asks for a change that comes to the same when it is asked for twice.</summary>
    public Task<T> ChangeAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(() => new HttpRequestMessage(HttpMethod.Post, path), mayRepeat: true, cancellationToken);

    /// <summary>Sends what is not to be done twice.</summary>
    /// <param name="path">Relative to the service's address.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) }, mayRepeat: false, cancellationToken);

    /// <summary>Sends content that is not to be taken twice; where the service has no turn for it, a moment later.</summary>
    /// <param name="path">Relative to the service's address.</param>
    /// <param name="content">Makes the content, anew each time.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<T> UploadAsync<T>(string path, Func<HttpContent> content, CancellationToken cancellationToken) =>
        SendAsync<T>(() => Upload(path, content()), mayRepeat: false, cancellationToken, Silence.OfWork);

    /// <summary>Sends content that can be read once.</summary>
    public async Task<T> UploadOnceAsync<T>(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = Upload(path, content);
        using var response = await _http.SendAsync(request, Silence.OfWork, Silence.WithinContent, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Deletes a thing. One that is not there when it has to be asked for again was deleted the time before.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        var tries = 0;
        using var response = await _retries.SendAsync(
            () =>
            {
                tries++;
                return new HttpRequestMessage(HttpMethod.Delete, path);
            },
            mayRepeat: true,
            HttpCompletionOption.ResponseContentRead,
            cancellationToken);
        if (tries > 1 && response.StatusCode == HttpStatusCode.NotFound) return;
        await ThrowIfProblemAsync(response, cancellationToken);
    }

    /// <summary>The whole of a download.</summary>
    public async Task<byte[]> DownloadAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await OpenDownloadAsync(path, HttpCompletionOption.ResponseContentRead, silence: null, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Streams a download that the service may have to make first into <paramref name="target"/>, which may then have a part of it when this throws.</summary>
    public async Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var response = await OpenDownloadAsync(path, HttpCompletionOption.ResponseHeadersRead, Silence.OfWork, cancellationToken);
        await response.Content.CopyToAsync(target, cancellationToken);
    }

    /// <summary>The events of a stream to its end; a stream that breaks off before is opened again behind the last event.</summary>
    /// <exception cref="HttpRequestException">The stream broke, and for two minutes no other one brought anything, be it a ping.</exception>
    public IAsyncEnumerable<T> WatchAsync<T>(string path, CancellationToken cancellationToken) => WatchAsync<T>(path, null, cancellationToken);

    /// <summary>The same behind an event that somebody has seen.</summary>
    /// <param name="path">Of the stream, relative to the service's address.</param>
    /// <param name="lastId">The id of the last event seen; null: none was.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async IAsyncEnumerable<T> WatchAsync<T>(string path, string? lastId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reconnecting = new Reconnecting(_clock);
        while (true)
        {
            await using var events = OpenAsync<T>(path, lastId, reconnecting.NextSilence(), cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(events, reconnecting))
            {
                reconnecting.Heard();
                if (events.Current.EventType == EventTypes.Ping) continue;
                if (events.Current.EventType == EventTypes.End) yield break;
                lastId = events.Current.EventId ?? lastId;
                yield return events.Current.Data!;
            }
            if (reconnecting.IsOver) throw new HttpRequestException($"The service sent nothing more at {path}.");
            await reconnecting.PauseAsync(cancellationToken);
        }
    }

    /// <summary>False at the end of a stream, and where it breaks while another one may follow.</summary>
    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<T> events, Reconnecting reconnecting)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !reconnecting.IsOver)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<SseItem<T?>> OpenAsync<T>(string path, string? lastId, TimeSpan silence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        using var response = await _http.SendAsync(request, silence, Silence.WithinEvents, cancellationToken);
        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
            throw new HttpRequestException("The service is not there for the moment.", null, response.StatusCode);
        await ThrowIfProblemAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(body, (type, data) => type is EventTypes.Ping or EventTypes.End ? default : JsonSerializer.Deserialize<T>(data, ContractJson.Options));
        await foreach (var item in parser.EnumerateAsync(cancellationToken)) yield return item;
    }

    /// <summary>The content follows when the service wants it: a refusal that comes in the middle of it might not be read.</summary>
    private static HttpRequestMessage Upload(string path, HttpContent content) => new(HttpMethod.Post, path) { Content = content, Headers = { ExpectContinue = true } };

    private static JsonContent Json(object body) => JsonContent.Create(body, body.GetType(), options: ContractJson.Options);

    private async Task<HttpResponseMessage> OpenDownloadAsync(string path, HttpCompletionOption completion, TimeSpan? silence, CancellationToken cancellationToken)
    {
        var response = await _retries.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), mayRepeat: true, completion, cancellationToken, silence);
        try
        {
            await ThrowIfProblemAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> create, bool mayRepeat, CancellationToken cancellationToken, TimeSpan? silence = null)
    {
        using var response = await _retries.SendAsync(create, mayRepeat, HttpCompletionOption.ResponseContentRead, cancellationToken, silence);
        return await ReadAsync<T>(response, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
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
