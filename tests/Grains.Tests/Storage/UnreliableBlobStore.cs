using System.Runtime.CompilerServices;
using MusicGen.Storage;

namespace MusicGen.Grains.Tests.Storage;

/// <summary>A store whose next writes and reads fail or wait, when told so.</summary>
internal sealed class UnreliableBlobStore(IBlobStore inner) : IBlobStore
{
    private Task _nextWrite = Task.CompletedTask;
    private (string Folder, Task Released)? _held;
    private (string Folder, TaskCompletionSource Listed, Task Released)? _heldList;
    private int _readsToFail;
    private int _lists;

    /// <summary>Completes when a write waits for the release of <see cref="HoldWrites"/>.</summary>
    public TaskCompletionSource WriteWaits { get; private set; } = new();

    /// <summary>Listings of the folder of <see cref="HoldNextList"/> since then.</summary>
    public int Lists => _lists;

    public void FailNextWrite() => _nextWrite = Task.FromException(new IOException("The disk is away."));

    /// <summary>Has as many of the next openings of blobs fail.</summary>
    public void FailNextReads(int count) => _readsToFail = count;

    /// <param name="folder">Part of the blobs' keys.</param>
    /// <returns>Completing it lets writes go on.</returns>
    public TaskCompletionSource HoldWrites(string folder)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WriteWaits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _held = (folder, held.Task);
        return held;
    }

    /// <param name="folder">The listed prefix.</param>
    /// <returns>Listed: the next listing of it has seen what is there. Released: completing it gives that out.</returns>
    public (Task Listed, TaskCompletionSource Released) HoldNextList(string folder)
    {
        var (listed, released) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        (_lists, _heldList) = (0, (folder, listed, released.Task));
        return (listed.Task, released);
    }

    /// <returns>Completing it lets the next write go on.</returns>
    public TaskCompletionSource HoldNextWrite()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _nextWrite = held.Task;
        return held;
    }

    public async Task<string?> PutAsync(
        string key,
        ReadOnlyMemory<byte> content,
        WriteCondition condition = default,
        CancellationToken cancellationToken = default)
    {
        await Interlocked.Exchange(ref _nextWrite, Task.CompletedTask);
        if (_held is { } held && key.Contains(held.Folder, StringComparison.Ordinal))
        {
            WriteWaits.TrySetResult();
            await held.Released;
        }
        return await inner.PutAsync(key, content, condition, cancellationToken);
    }

    public async Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        await Interlocked.Exchange(ref _nextWrite, Task.CompletedTask);
        return await inner.PutAsync(key, content, condition, cancellationToken);
    }

    public Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    public Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default) => inner.FindAsync(key, cancellationToken);

    public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        Interlocked.Decrement(ref _readsToFail) >= 0
            ? Task.FromException<Stream?>(new IOException("The disk has a bad spot."))
            : inner.OpenAsync(key, offset, length, cancellationToken);

    public async IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isHeld = _heldList is { } watched && watched.Folder == prefix && Interlocked.Increment(ref _lists) == 1;
        var blobs = await inner.ListAsync(prefix, after, cancellationToken).ToListAsync(cancellationToken);
        if (isHeld && _heldList is { } held)
        {
            held.Listed.SetResult();
            await held.Released;
        }
        foreach (var blob in blobs) yield return blob;
    }

    public Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(key, etag, cancellationToken);
}
