using System.Buffers;
using System.Buffers.Binary;
using Azure.Storage.Blobs.Specialized;

namespace MusicGen.Storage.Azure;

/// <summary>Sends the blocks of one content, a few at a time; nobody sees them before they are committed.</summary>
/// <remarks>
/// In memory: as many blocks as are sent at once, and one that is read meanwhile. What is never committed the service drops by itself, after a week.
/// For one writer; disposing it waits for what is still being sent.
/// </remarks>
internal sealed class BlockUpload(BlockBlobClient blob, AzureCalls calls) : IAsyncDisposable
{
    private const int AtOnce = 4;
    private const int MostBlocks = 50_000; // https://learn.microsoft.com/rest/api/storageservices/put-block-list

    private readonly Guid _upload = Guid.NewGuid();
    private readonly List<string> _names = [];
    private readonly List<Task> _sending = [];
    private readonly CancellationTokenSource _failed = new();

    /// <summary>Sends a block, once there is room for it.</summary>
    /// <param name="content">Stays as it is until the upload is complete.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    public Task AddAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => AddAsync(content, rented: null, cancellationToken);

    /// <summary>Sends a stream's content, from its position to its end.</summary>
    public async Task AddAsync(Stream content, CancellationToken cancellationToken)
    {
        for (var read = ConditionalWrite.BlockBytes; read == ConditionalWrite.BlockBytes;)
        {
            var block = ArrayPool<byte>.Shared.Rent(ConditionalWrite.BlockBytes);
            read = await content.ReadAtLeastAsync(block.AsMemory(0, ConditionalWrite.BlockBytes), ConditionalWrite.BlockBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (read > 0) await AddAsync(block.AsMemory(0, read), block, cancellationToken).ConfigureAwait(false);
            else ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Waits until all is sent.</summary>
    /// <returns>The blocks' names, in order.</returns>
    public async Task<IReadOnlyList<string>> CompleteAsync()
    {
        await Task.WhenAll(_sending).ConfigureAwait(false);
        return _names;
    }

    public async ValueTask DisposeAsync()
    {
        await _failed.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _failed.Dispose();
    }

    private async Task AddAsync(ReadOnlyMemory<byte> content, byte[]? rented, CancellationToken cancellationToken)
    {
        if (_names.Count == MostBlocks) throw new IOException($"{blob.Name} is too large: a blob has {MostBlocks:N0} blocks of {ConditionalWrite.BlockBytes >> 20} MiB at most.");
        while (_sending.Count >= AtOnce)
        {
            var sent = await Task.WhenAny(_sending).ConfigureAwait(false);
            _sending.Remove(sent);
            await sent.ConfigureAwait(false);
        }
        var name = NameOf(_names.Count);
        _names.Add(name);
        _sending.Add(SendAsync(name, content, rented, cancellationToken));
    }

    private async Task SendAsync(string name, ReadOnlyMemory<byte> content, byte[]? rented, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_failed.Token, cancellationToken);
        await calls.RunAsync(
            async token =>
            {
                using var body = ConditionalWrite.AsStream(content);
                return await blob.StageBlockAsync(name, body, cancellationToken: token).ConfigureAwait(false);
            },
            either.Token).ConfigureAwait(false);
        // Only what was sent to its end is nobody's any more.
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Of one length for all blocks of a blob, as the service asks, and other ones than those of another writer.</summary>
    private string NameOf(int index)
    {
        Span<byte> name = stackalloc byte[20];
        _upload.TryWriteBytes(name);
        BinaryPrimitives.WriteInt32BigEndian(name[16..], index);
        return Convert.ToBase64String(name);
    }
}
