using Azure;
using Azure.Storage.Blobs.Models;

namespace MusicGen.Storage.Azure;

/// <summary>The content of one answer as it comes, under a limit that begins anew with each read.</summary>
/// <remarks>
/// When a connection breaks or hangs, the library asks for the rest by itself, under the token of the first request. So that token lives as long as the content, and is the one that the limit
/// cancels; after that, or after a canceled read, the download is of no more use. For one reader at a time.
/// </remarks>
internal sealed class AzureDownload : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly TimeSpan _timeout;
    private readonly BlobDownloadStreamingResult _answer;

    private AzureDownload(BlobDownloadStreamingResult answer, CancellationTokenSource limit, TimeSpan timeout) => (_answer, _limit, _timeout) = (answer, limit, timeout);

    public BlobDownloadDetails Details => _answer.Details;

    /// <summary>Whether a limit ended it just when a read was done.</summary>
    public bool IsOver => _limit.IsCancellationRequested;

    /// <param name="send">Sends the request, under the token that it is given.</param>
    /// <param name="timeout">For each read.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Ends the waiting for the answer, whose limit is the caller's.</param>
    public static async Task<AzureDownload> OpenAsync(
        Func<CancellationToken, Task<Response<BlobDownloadStreamingResult>>> send, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        try
        {
            using var canceled = CancelWith(limit, cancellationToken);
            return new AzureDownload((await send(limit.Token).ConfigureAwait(false)).Value, limit, timeout);
        }
        catch
        {
            limit.Dispose();
            throw;
        }
    }

    /// <returns>0 at the end.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var canceled = CancelWith(_limit, cancellationToken);
        _limit.CancelAfter(_timeout);
        var read = await _answer.Content.ReadAsync(buffer, _limit.Token).ConfigureAwait(false);
        _limit.CancelAfter(Timeout.InfiniteTimeSpan);
        return read;
    }

    public void Dispose()
    {
        _answer.Dispose();
        _limit.Dispose();
    }

    private static CancellationTokenRegistration CancelWith(CancellationTokenSource limit, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
}
