namespace MusicGen.Storage;

/// <summary>Named byte sequences with conditional writes: everything durable lies here.</summary>
/// <remarks>
/// A key is 1 to 512 characters: segments of 1 to 200 ASCII letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, joined by <c>/</c>; no segment
/// starts or ends with a dot. Case matters. Anything else is an <see cref="ArgumentException"/>. A key may also be the folder of others:
/// <c>a</c> and <c>a/b</c> are two blobs. Every write is atomic and durable when its task completes: a reader sees the whole
/// old content or the whole new one, also after a crash. All members are safe for concurrent use, by several processes too.
/// A canceled or failed write has written nothing, or everything. A store that cannot be reached or does not know what became of a request is an
/// <see cref="IOException"/>; repeating is up to the caller.
/// </remarks>
public interface IBlobStore
{
    /// <summary>Writes a blob.</summary>
    /// <returns>
    /// The new ETag, which no earlier content of this key had, or null when <paramref name="condition"/> did not hold; then nothing was written.
    /// </returns>
    Task<string?> PutAsync(
        string key, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default);

    /// <summary>Writes a blob from a stream, read from its position to its end; for content too large to hold in memory.</summary>
    /// <returns>
    /// The new ETag, which no earlier content of this key had, or null when <paramref name="condition"/> did not hold; then nothing was
    /// written, and the stream may not have been read.
    /// </returns>
    Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default);

    /// <summary>The whole content and its ETag, or null when there is no such blob.</summary>
    Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Size and ETag without the content, or null when there is no such blob.</summary>
    Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens the bytes [<paramref name="offset"/>, <paramref name="offset"/> + <paramref name="length"/>) for reading, cut at the end of the
    /// content.
    /// </summary>
    /// <param name="key">The blob's key.</param>
    /// <param name="offset">0 or more; at or past the end gives an empty stream.</param>
    /// <param name="length">0 or more; null: to the end.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>
    /// A stream that the caller disposes, or null when there is no such blob. It can seek, and gives the content that it was opened with and no other, whatever is written later. Where that content
    /// lies behind a network and is gone, reading on after a seek or a broken connection is an <see cref="IOException"/>.
    /// </returns>
    Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default);

    /// <summary>The blobs whose key starts with <paramref name="prefix"/>, in ordinal order of the keys.</summary>
    /// <remarks>Not a snapshot: what is written or deleted during the enumeration may show or not.</remarks>
    /// <param name="prefix">Any start of a key, the empty one included; what no key can start with is an <see cref="ArgumentException"/>.</param>
    /// <param name="after">Only keys behind this one: the cursor of a paged list. Any text; there need not be such a blob.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a blob.</summary>
    /// <param name="key">The blob's key.</param>
    /// <param name="etag">Null: whatever the content is; otherwise only this version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when there was no such blob or its ETag was another.</returns>
    Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default);
}
