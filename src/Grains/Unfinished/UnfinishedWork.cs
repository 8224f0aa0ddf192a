using MusicGen.Storage;

namespace MusicGen.Grains.Unfinished;

/// <summary>The folder <c>unfinished/{kind}/{key}</c>: what must be woken after a crash.</summary>
/// <remarks>
/// A grain marks its work here before it acknowledges it, and clears the mark when the work has ended, both within its own turns.
/// A mark without work is harmless: waking the grain finds nothing to do and clears it.
/// </remarks>
internal sealed class UnfinishedWork(IBlobStore blobs)
{
    private const string Root = "unfinished/";

    public Task MarkAsync(string kind, string key) => blobs.PutAsync(BlobOf(kind, key), ReadOnlyMemory<byte>.Empty);

    public Task ClearAsync(string kind, string key) => blobs.DeleteAsync(BlobOf(kind, key));

    /// <summary>Every mark, as (kind, key).</summary>
    public async IAsyncEnumerable<(string Kind, string Key)> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var blob in blobs.ListAsync(Root, cancellationToken: cancellationToken))
        {
            var mark = blob.Key[Root.Length..];
            var slash = mark.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0) yield return (mark[..slash], mark[(slash + 1)..]);
        }
    }

    /// <summary>The marks of a kind.</summary>
    public static string FolderOf(string kind) => $"{Root}{kind}/";

    private static string BlobOf(string kind, string key) => FolderOf(kind) + key;
}
