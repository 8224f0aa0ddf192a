using System.Runtime.CompilerServices;
using MusicGen.Storage;

namespace MusicGen.Grains.Tests.Storage;

/// <summary>A store whose reads, writes and deletions fail or wait, when told so.</summary>
internal sealed class UnreliableBlobStore(IBlobStore inner) : IBlobStore
{
    private Task _nextWrite = Task.CompletedTask;
    private (string Folder, Task Released)? _held;

    /// <summary>Comes before each reading of a whole blob; is given its key.</summary>
    public Func<string, Task> BeforeGet { get; set; } = _ => Task.CompletedTask;

    /// <summary>Comes before each opening of a blob; is given its key.</summary>
    public Func<string, Task> BeforeOpen { get; set; } = _ => Task.CompletedTask;

    /// <summary>Comes before each listing; is given its prefix.</summary>
    public Func<string, Task> BeforeList { get; set; } = _ => Task.CompletedTask;

    /// <summary>Comes before each deletion; is given the blob's key.</summary>
    public Func<string, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    /// <summary>Completes when a write waits for the release of <see cref="HoldWrites"/>.</summary>
    public TaskCompletionSource WriteWaits { get; private set; } = new();

    public void FailNextWrite() => _nextWrite = Task.FromException(new IOException("The disk is away."));

    /// <param name="folder">Part of the blobs' keys.</param>
    /// <returns>Completing it lets writes go on.</returns>
    public TaskCompletionSource HoldWrites(string folder)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WriteWaits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _held = (folder, held.Task);
        return held;
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
            cancellationToken = CancellationToken.None; // one that is on its way may come through
        }
        return await inner.PutAsync(key, content, condition, cancellationToken);
    }

    public async Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        await Interlocked.Exchange(ref _nextWrite, Task.CompletedTask);
        return await inner.PutAsync(key, content, condition, cancellationToken);
    }

    public async Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        await BeforeGet(key);
        return await inner.GetAsync(key, cancellationToken);
    }

    public Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default) => inner.FindAsync(key, cancellationToken);

    public async Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        await BeforeOpen(key);
        return await inner.OpenAsync(key, offset, length, cancellationToken);
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await BeforeList(prefix);
        await foreach (var blob in inner.ListAsync(prefix, after, cancellationToken)) yield return blob;
    }

    public async Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default)
    {
        await BeforeDelete(key);
        return await inner.DeleteAsync(key, etag, cancellationToken);
    }
}
