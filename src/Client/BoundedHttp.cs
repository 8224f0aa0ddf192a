using System.Net.Sockets;

namespace MusicGen.Client;

/// <summary>An HTTP client that waits for a silent service for a bounded time: while it sends, until the answer begins, and within the answer.</summary>
internal sealed class BoundedHttp(HttpClient http, TimeProvider clock)
{
    /// <param name="request">Sent once; disposed by the caller.</param>
    /// <param name="silence">The longest time without anything of the request being sent, or the answer beginning.</param>
    /// <param name="within">The longest time without a further part of the answer's content, counted from when that is waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer once its headers are there. Reading its content throws likewise.</returns>
    /// <exception cref="SilenceException">Nothing happened for so long.</exception>
    /// <exception cref="HttpRequestException">There is no connection, or it broke.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan silence, TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = new SilenceLimit(silence, clock, cancellationToken);
        if (request.Content is { } content) request.Content = new SentContent(content, limit.Renew);
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            response.Content = new HeardContent(response.Content, within, clock);
            return response;
        }
        catch (OperationCanceledException e) when (limit.IsOver && !cancellationToken.IsCancellationRequested)
        {
            throw new SilenceException(silence, e);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && http.Timeout == Timeout.InfiniteTimeSpan)
        {
            // The handler's own limit, for making a connection.
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
        }
        catch (SocketException e)
        {
            // A connection that is cut while it is made comes out of HttpClient as the socket's own exception.
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
        }
    }
}
