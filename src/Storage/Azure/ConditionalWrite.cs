using System.Buffers;
using System.Runtime.InteropServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace MusicGen.Storage.Azure;

/// <summary>One write of a blob, as one request or as blocks that become its content together; it happens once or not at all.</summary>
/// <remarks>
/// A request whose answer is lost is sent again, and then the condition may fail because of what the first one wrote. So each write carries a number of its own among the blob's metadata: who
/// finds it there has written.
/// </remarks>
internal sealed class ConditionalWrite(BlockBlobClient blob, WriteCondition condition, AzureCalls calls)
{
    /// <summary>Bytes that go in one request; more go as blocks of this size, of which a blob may have 50,000.</summary>
    public const int BlockBytes = 4 << 20;

    private const string NumberName = "musicgenwrite";
    private const int MostStartsAnew = 4;

    private readonly string _number = Guid.NewGuid().ToString("n");

    /// <returns>The new ETag; null when the condition did not hold.</returns>
    public async Task<string?> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (content.Length <= BlockBytes) return await PutWholeAsync(content, cancellationToken).ConfigureAwait(false);
        return await PutBlocksAsync(
            async blocks =>
            {
                for (var rest = content; rest.Length > 0; rest = rest[Math.Min(BlockBytes, rest.Length)..])
                    await blocks.AddAsync(rest[..Math.Min(BlockBytes, rest.Length)], cancellationToken).ConfigureAwait(false);
            },
            canBeRepeated: true,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="PutAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public async Task<string?> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        var rented = ArrayPool<byte>.Shared.Rent(BlockBytes);
        var first = rented.AsMemory(0, BlockBytes);
        var start = content.CanSeek ? content.Position : 0;
        var read = await content.ReadAtLeastAsync(first, BlockBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var etag = read < BlockBytes
            ? await PutWholeAsync(first[..read], cancellationToken).ConfigureAwait(false)
            : await PutBlocksAsync(
                async blocks =>
                {
                    if (content.CanSeek) content.Position = start + read;
                    await blocks.AddAsync(first, cancellationToken).ConfigureAwait(false);
                    await blocks.AddAsync(content, cancellationToken).ConfigureAwait(false);
                },
                content.CanSeek,
                cancellationToken).ConfigureAwait(false);
        // After a failure something may still be sent from it.
        ArrayPool<byte>.Shared.Return(rented);
        return etag;
    }

    private Task<string?> PutWholeAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => DecideAsync(
        async token =>
        {
            using var body = AsStream(content);
            var how = new BlobUploadOptions { Conditions = Conditions(), Metadata = Metadata(), TransferOptions = new() { InitialTransferSize = BlockBytes } };
            return (await blob.UploadAsync(body, how, token).ConfigureAwait(false)).Value;
        },
        AzureAnswers.IsRefused,
        cancellationToken);

    private async Task<string?> PutBlocksAsync(Func<BlockUpload, Task> fill, bool canBeRepeated, CancellationToken cancellationToken)
    {
        for (var start = 1; ; start++)
        {
            // Before so much is sent: what does not hold now was false at this moment, since an ETag never comes back.
            if (condition != WriteCondition.None && !Holds(await FindAsync(cancellationToken).ConfigureAwait(false))) return null;
            await using var blocks = new BlockUpload(blob, calls);
            await fill(blocks).ConfigureAwait(false);
            var names = await blocks.CompleteAsync().ConfigureAwait(false);
            try
            {
                return await DecideAsync(
                    async token => (await blob.CommitBlockListAsync(names, new CommitBlockListOptions { Conditions = Conditions(), Metadata = Metadata() }, token).ConfigureAwait(false)).Value,
                    e => AzureAnswers.IsRefused(e) || AzureAnswers.IsBlocksGone(e),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException e) when (AzureAnswers.IsBlocksGone(e))
            {
                if (!canBeRepeated || start == MostStartsAnew) throw new IOException($"{blob.Name} was written by somebody else while its new content was sent: nothing was written.", e);
            }
        }
    }

    /// <summary>Sends what makes the content visible, and finds out what has come of it.</summary>
    private async Task<string?> DecideAsync(Func<CancellationToken, Task<BlobContentInfo>> send, Func<RequestFailedException, bool> isAnswer, CancellationToken cancellationToken)
    {
        var tries = new Tries();
        try
        {
            using var counting = tries.Count();
            return (await calls.RunAsync(send, isAnswer, cancellationToken).ConfigureAwait(false)).ETag.Text();
        }
        catch (RequestFailedException e) when (isAnswer(e))
        {
            var there = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (there is not null && there.Metadata.TryGetValue(NumberName, out var writer) && writer == _number) return there.ETag.Text();
            if (tries.AreSeveral)
                throw new IOException($"{blob.Name} was written by somebody else while an answer was lost: whether this content was there in between cannot be known.", e);
            if (AzureAnswers.IsBlocksGone(e) && Holds(there)) throw;
            return null;
        }
    }

    private bool Holds(BlobProperties? there) => condition.MustBeAbsent ? there is null : condition.MustMatch is null || condition.MustMatch == there?.ETag.Text();

    private async Task<BlobProperties?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await calls.RunAsync(token => blob.GetPropertiesAsync(cancellationToken: token), AzureAnswers.IsNoBlob, cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (RequestFailedException e) when (AzureAnswers.IsNoBlob(e))
        {
            return null;
        }
    }

    private BlobRequestConditions Conditions() => new()
    {
        IfNoneMatch = condition.MustBeAbsent ? ETag.All : null,
        IfMatch = condition.MustMatch is { } etag ? new ETag(etag) : null,
    };

    private Dictionary<string, string> Metadata() => new() { [NumberName] = _number };

    internal static MemoryStream AsStream(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);
}
