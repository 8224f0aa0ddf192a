using System.Buffers;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace MusicGen.Storage.Azure;

/// <summary>Blobs in one container of an Azure storage account, for any number of processes anywhere.</summary>
/// <remarks>
/// A key is a blob's name, an ETag the service's own. What fails is tried again, at growing intervals, until the time of the settings is over; then it is an <see cref="IOException"/> that says
/// what the matter is. So is a conditional write or delete that was answered only at a later try, when nothing tells whether it was an earlier one that decided.
/// Other things in the container, such as names that are no keys, are left alone. The account must not have a hierarchical namespace: there no blob can be another one's folder.
/// </remarks>
public sealed class AzureBlobStore : IBlobStore
{
    /// <summary>No key: a store lists and reads only what it wrote. Its content is of no use.</summary>
    private const string ProbeName = ".musicgen";

    private const int FirstPage = 200;
    private const int LargestPage = 5000; // https://learn.microsoft.com/rest/api/storageservices/list-blobs

    /// <summary>Past every blob: 50,000 blocks of 4,000 MiB are 190.7 TiB.</summary>
    private const long PastEveryEnd = 1L << 48;

    private static readonly SearchValues<char> InKeys = SearchValues.Create("/-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly BlobContainerClient _container;
    private readonly AzureCalls _calls;

    /// <summary>Asks nothing of the account yet.</summary>
    /// <param name="options">Without faults, with an account.</param>
    /// <param name="clock">Measures how long a request takes. Default: the system's.</param>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public AzureBlobStore(AzureStorageOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.NamesAnAccount() || options.Faults().Any()) throw new ArgumentException("The options name no account, or have faults.", nameof(options));
        _container = AzureClients.Container(options);
        // The address without what is behind its question mark, which may be a secret.
        Place = $"The storage container {options.Container} at {_container.GetParentBlobServiceClient().Uri.GetLeftPart(UriPartial.Path).TrimEnd('/')}";
        _calls = new AzureCalls(Place, options.Timeout, clock ?? TimeProvider.System);
    }

    /// <summary>The container in words that begin a sentence, with nothing secret.</summary>
    public string Place { get; }

    /// <summary>Makes sure that the container is there and can be listed and written; creates it where it is absent. May be repeated.</summary>
    /// <exception cref="IOException">It cannot be reached, refuses the credentials, or is of a kind that the store cannot use; the message is a sentence for the operator.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        // Listing, since a signature for one container may know nothing else about it.
        if (!await ExistsAsync(cancellationToken).ConfigureAwait(false)) await _calls.RunAsync(token => _container.CreateIfNotExistsAsync(cancellationToken: token), cancellationToken).ConfigureAwait(false);
        await _calls.RunAsync(token => _container.GetBlobClient(ProbeName).UploadAsync(BinaryData.Empty, overwrite: true, token), cancellationToken).ConfigureAwait(false);
        if (await HasHierarchyAsync(cancellationToken).ConfigureAwait(false)) throw new IOException($"{Place} has a hierarchical namespace, which the store cannot use: take an account without.");
    }

    /// <summary>Deletes the container with everything in it, also what is not the store's. Where there is none, nothing happens.</summary>
    /// <exception cref="IOException">It cannot be reached, or refuses; the message is a sentence for the operator.</exception>
    public Task DeleteContainerAsync(CancellationToken cancellationToken = default) =>
        _calls.RunAsync(token => _container.DeleteIfExistsAsync(cancellationToken: token), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> PutAsync(
        string key, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        return new ConditionalWrite(BlobOf(key), condition, _calls).PutAsync(content, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        ArgumentNullException.ThrowIfNull(content);
        return new ConditionalWrite(BlobOf(key), condition, _calls).PutAsync(content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        if (await DownloadAsync(key, default, AzureAnswers.IsNoBlob, etag: null, cancellationToken).ConfigureAwait(false) is not { } download) return null;
        await using var stream = StreamOf(key, 0, download);
        var content = new byte[stream.Length];
        await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return new Blob(content, download.Details.ETag.Text());
    }

    /// <inheritdoc/>
    public async Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        try
        {
            var found = (await _calls.RunAsync(token => BlobOf(key).GetPropertiesAsync(cancellationToken: token), AzureAnswers.IsNoBlob, cancellationToken).ConfigureAwait(false)).Value;
            return new BlobEntry(key, found.ContentLength, found.ETag.Text());
        }
        catch (RequestFailedException e) when (AzureAnswers.IsNoBlob(e))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        // The service knows no empty range.
        if (length == 0 || offset >= PastEveryEnd) return await FindAsync(key, cancellationToken).ConfigureAwait(false) is null ? null : new MemoryStream([], writable: false);
        try
        {
            // Nor one of an empty blob: what is asked for whole is asked for without.
            var range = offset == 0 && length is null ? default : new HttpRange(offset, length is null ? null : Math.Min(length.Value, PastEveryEnd));
            return await DownloadAsync(key, range, e => AzureAnswers.IsNoBlob(e) || AzureAnswers.IsNoRange(e), etag: null, cancellationToken).ConfigureAwait(false) is { } download
                ? StreamOf(key, offset, download)
                : null;
        }
        catch (RequestFailedException e) when (AzureAnswers.IsNoRange(e))
        {
            return new MemoryStream([], writable: false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfNoPrefix(prefix);
        return List(prefix, after ?? "", cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        var tries = new Tries();
        try
        {
            using var counting = tries.Count();
            var condition = etag is null ? null : new BlobRequestConditions { IfMatch = new ETag(etag) };
            await _calls.RunAsync(
                token => BlobOf(key).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, condition, token),
                AzureAnswers.IsRefused,
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (AzureAnswers.IsRefused(e))
        {
            return tries.AreSeveral ? throw new IOException($"{key} is gone, but an answer was lost: whether this deleted it cannot be known.", e) : false;
        }
    }

    private async IAsyncEnumerable<BlobEntry> List(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The service lists in the order of the names' UTF-8 bytes; keys are ASCII, so that is the ordinal one. It begins with the first name that is not before the start.
        var start = after.AsSpan().IndexOfAnyExcept(InKeys) is >= 0 and var strange ? after[..strange] : after;
        if (string.CompareOrdinal(after, prefix) > 0 && !after.StartsWith(prefix, StringComparison.Ordinal)) yield break;
        var from = start.Length > prefix.Length && start.StartsWith(prefix, StringComparison.Ordinal) ? start[..Math.Min(start.Length, BlobKey.MaxLength)] : null;
        string? more = null;
        for (var size = FirstPage; ; size = Math.Min(LargestPage, size * 5))
        {
            var page = await _calls.RunAsync(token => PageAsync(prefix, from, more, size, token), cancellationToken).ConfigureAwait(false);
            foreach (var blob in page.Values)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (string.CompareOrdinal(blob.Name, after) > 0 && BlobKey.IsValid(blob.Name))
                    yield return new BlobEntry(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.ETag?.Text() ?? "");
            }
            more = page.ContinuationToken;
            if (string.IsNullOrEmpty(more)) yield break;
        }
    }

    private async Task<Page<BlobItem>> PageAsync(string prefix, string? from, string? more, int size, CancellationToken cancellationToken)
    {
        var pages = _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix.Length == 0 ? null : prefix, StartFrom = from }, cancellationToken).AsPages(more, size);
        await foreach (var page in pages.ConfigureAwait(false)) return page;
        return Page<BlobItem>.FromValues([], null, null!);
    }

    /// <summary>Null: there is no such blob. With an ETag: only that version.</summary>
    private async Task<AzureDownload?> DownloadAsync(string key, HttpRange range, Func<RequestFailedException, bool> isAnswer, ETag? etag, CancellationToken cancellationToken)
    {
        try
        {
            var how = new BlobDownloadOptions { Range = range, Conditions = etag is null ? null : new BlobRequestConditions { IfMatch = etag } };
            return await _calls.DownloadAsync(token => BlobOf(key).DownloadStreamingAsync(how, token), isAnswer, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (etag is null && AzureAnswers.IsNoBlob(e))
        {
            return null;
        }
    }

    private AzureBlobStream StreamOf(string key, long offset, AzureDownload download)
    {
        var (length, etag) = (download.Details.ContentLength, download.Details.ETag);
        return new AzureBlobStream(
            download, length,
            async (position, token) => (await DownloadAsync(key, new HttpRange(offset + position, length - position), AzureAnswers.IsReplaced, etag, token).ConfigureAwait(false))!,
            _calls);
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _calls.RunAsync(token => PageAsync("", null, null, 1, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException e) when (e.InnerException is RequestFailedException { ErrorCode: "ContainerNotFound" })
        {
            return false;
        }
    }

    private async Task<bool> HasHierarchyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _calls.RunAsync(token => _container.GetParentBlobServiceClient().GetAccountInfoAsync(token), cancellationToken).ConfigureAwait(false)).Value.IsHierarchicalNamespaceEnabled;
        }
        catch (IOException e) when (e.InnerException is RequestFailedException { Status: 403 })
        {
            // A signature for one container may not ask.
            return false;
        }
    }

    private BlockBlobClient BlobOf(string key) => _container.GetBlockBlobClient(key);
}
