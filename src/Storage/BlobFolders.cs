namespace MusicGen.Storage;

/// <summary>What is done with all blobs whose keys begin alike.</summary>
public static class BlobFolders
{
    /// <summary>A store behind a network answers many requests in the time of one.</summary>
    private const int AtOnce = 16;

    /// <summary>Deletes them, several at a time. Repeating is safe.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="prefix">Any start of a key.</param>
    /// <param name="cancellationToken">Cancels the deleting; some may be gone then.</param>
    /// <returns>Whether there were any.</returns>
    public static async Task<bool> DeleteAllAsync(this IBlobStore blobs, string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        var found = 0;
        await Parallel.ForEachAsync(
            blobs.ListAsync(prefix, cancellationToken: cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (blob, token) =>
            {
                Volatile.Write(ref found, 1);
                await blobs.DeleteAsync(blob.Key, cancellationToken: token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return found == 1;
    }
}
