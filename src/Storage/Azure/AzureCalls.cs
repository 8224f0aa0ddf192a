using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace MusicGen.Storage.Azure;

/// <summary>Sends requests within a bounded time, and turns what fails into an <see cref="IOException"/> with a sentence for the operator.</summary>
/// <param name="place">The container in words, nothing secret in them.</param>
/// <param name="timeout">For a request with all its tries; for a part of a download likewise.</param>
/// <param name="clock">Measures it.</param>
internal sealed class AzureCalls(string place, TimeSpan timeout, TimeProvider clock)
{
    /// <exception cref="IOException">It went wrong.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken) => RunAsync(send, _ => false, cancellationToken);

    /// <param name="send">Sends the request, under the token that it is given.</param>
    /// <param name="isAnswer">Which refusals are answers, for the caller to judge.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="RequestFailedException">The service has answered so.</exception>
    /// <exception cref="IOException">Anything else went wrong.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> send, Func<RequestFailedException, bool> isAnswer, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await send(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!(e is RequestFailedException refused && isAnswer(refused)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Failure(e) is { } failure) throw failure;
            throw;
        }
    }

    /// <summary>Opens a download. Its answer comes within the time, and so does each part of its content, counted from when that is waited for.</summary>
    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, Func{RequestFailedException, bool}, CancellationToken)"/>
    public Task<AzureDownload> DownloadAsync(
        Func<CancellationToken, Task<Response<BlobDownloadStreamingResult>>> send, Func<RequestFailedException, bool> isAnswer, CancellationToken cancellationToken) =>
        RunAsync(token => AzureDownload.OpenAsync(send, timeout, clock, token), isAnswer, cancellationToken);

    /// <summary>What is told of it; null: it is a mistake of ours.</summary>
    public IOException? Failure(Exception e) => e switch
    {
        RequestFailedException refused => Refused(refused),
        OperationCanceledException => new IOException($"{place} did not answer within {timeout.TotalSeconds:0.#} s.", e),
        // What is left when every try has failed: the last one says how.
        AggregateException { InnerExceptions: [.., var last] } => Failure(last) ?? new IOException($"{place} cannot be reached: {last.Message}", e),
        AuthenticationFailedException => new IOException($"No identity could sign in to {place}: {FirstLine(e)}", e),
        IOException or HttpRequestException => new IOException($"The connection to {place} broke: {e.Message}", e),
        _ => null,
    };

    private IOException Refused(RequestFailedException e) => e switch
    {
        { Status: 0 } => new IOException($"{place} cannot be reached: {FirstLine(e)}", e),
        { Status: 401 or 403 } => new IOException($"{place} refused the credentials ({Code(e)}): {FirstLine(e)}", e),
        { ErrorCode: "ContainerNotFound" or "ContainerBeingDeleted" or "ContainerDisabled" } => new IOException($"{place} is not there ({Code(e)}).", e),
        _ => new IOException($"{place} has failed ({Code(e)}): {FirstLine(e)}", e),
    };

    private static string Code(RequestFailedException e) => $"{e.Status} {e.ErrorCode}".TrimEnd();

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].TrimEnd();
}
