using System.Runtime.CompilerServices;

namespace MusicGen.Storage.Local;

/// <summary>Blobs as files below one folder of a local disk, for any number of processes on one machine.</summary>
/// <remarks>
/// Content lies in <c>blobs/</c>, unfinished writes in <c>.tmp/</c>, locks in <c>.locks/</c>. A write goes to a temporary file, is flushed,
/// and takes the blob's name by a rename: readers need no lock. Writers of one key take turns, through a lock that the kernel
/// takes back from a process that dies. All work happens on pool threads, so a caller's thread never waits for the disk.
/// </remarks>
public sealed class LocalBlobStore : IBlobStore
{
    private const int ListAhead = 128;

    private readonly TimeProvider _clock;
    private readonly BlobFolder _blobs;
    private readonly TemporaryFolder _temporary;
    private readonly KeyLocks _locks;

    /// <param name="folder">Created where it is absent.</param>
    /// <param name="clock">Gives the files their times. Default: the system's.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public LocalBlobStore(string folder, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var root = Path.GetFullPath(folder);
        _clock = clock ?? TimeProvider.System;
        _blobs = new BlobFolder(Path.Combine(root, "blobs"));
        _temporary = new TemporaryFolder(Path.Combine(root, ".tmp"), _clock);
        _locks = new KeyLocks(Path.Combine(root, ".locks"));
        FolderSync.Flush(root);
    }

    /// <inheritdoc/>
    public Task<string?> PutAsync(
        string key, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        return WriteAsync(key, file => file.WriteAsync(content, cancellationToken).AsTask(), condition, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        ArgumentNullException.ThrowIfNull(content);
        return WriteAsync(key, file => content.CopyToAsync(file, cancellationToken), condition, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        return Task.Run<Blob?>(
            () =>
            {
                using var handle = _blobs.TryOpen(key);
                if (handle is null) return null;

                var version = FileVersion.Of(handle);
                var content = new byte[version.SizeBytes];
                using var stream = new RangeStream(handle, 0, content.Length);
                stream.ReadExactly(content);
                return new Blob(content, version.ETag);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        return Task.Run(() => FileVersion.Find(_blobs.PathOf(key))?.Entry(key), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        return Task.Run<Stream?>(
            () =>
            {
                var handle = _blobs.TryOpen(key);
                if (handle is null) return null;

                var rest = Math.Max(0, RandomAccess.GetLength(handle) - offset);
                return new RangeStream(handle, offset, Math.Min(rest, length ?? rest));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfNoPrefix(prefix);
        return List(prefix, after, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default)
    {
        BlobKey.ThrowIfInvalid(key);
        return Task.Run(
            async () =>
            {
                using var held = await _locks.AcquireAsync(key, cancellationToken);
                var version = FileVersion.Find(_blobs.PathOf(key));
                if (version is null || (etag is not null && etag != version.Value.ETag)) return false;

                _blobs.Remove(key);
                return true;
            },
            cancellationToken);
    }

    private Task<string?> WriteAsync(
        string key, Func<FileStream, Task> fill, WriteCondition condition, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            // Without the lock this may only say no: an ETag never comes back, so a condition that fails now was false at this moment.
            if (!Holds(condition, FileVersion.Find(_blobs.PathOf(key)))) return null;

            using var file = await _temporary.WriteAsync(fill);
            using var held = await _locks.AcquireAsync(key, cancellationToken);
            var current = FileVersion.Find(_blobs.PathOf(key));
            if (!Holds(condition, current)) return null;

            var ticks = held.NextTicks(_clock.GetUtcNow().UtcTicks, current?.Ticks ?? 0);
            var version = file.Stamp(ticks);
            _blobs.Place(file.Path, key);
            return version.ETag;
        },
        cancellationToken);

    private static bool Holds(WriteCondition condition, FileVersion? current) =>
        condition.MustBeAbsent ? current is null
        : condition.MustMatch is null || condition.MustMatch == current?.ETag;

    private async IAsyncEnumerable<BlobEntry> List(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var entries = _blobs.List(prefix, after ?? "").GetEnumerator();
        var ahead = new List<BlobEntry>(ListAhead);
        do
        {
            ahead.Clear();
            await Task.Run(
                () =>
                {
                    while (ahead.Count < ListAhead && entries.MoveNext()) ahead.Add(entries.Current);
                },
                cancellationToken).ConfigureAwait(false);
            foreach (var entry in ahead)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry;
            }
        }
        while (ahead.Count == ListAhead);
    }
}
