using System.Buffers;
using Azure;

namespace MusicGen.Storage.Azure;

/// <summary>Reads a range of one version of a blob as it comes from the service; can seek.</summary>
/// <remarks>
/// The answer to one request is of one content, whatever is written meanwhile. A connection that breaks, and a seek, are gone on from by another request for that version alone: where it is
/// replaced or deleted by then, reading is an <see cref="IOException"/>, never a mixture. So is a read that gets nothing within the store's time; the next one asks anew.
/// </remarks>
/// <param name="first">The content from the range's beginning.</param>
/// <param name="length">Of the range.</param>
/// <param name="reopen">Opens the same version at a position of the range.</param>
/// <param name="calls">Says what failures mean.</param>
internal sealed class AzureBlobStream(AzureDownload first, long length, Func<long, CancellationToken, Task<AzureDownload>> reopen, AzureCalls calls) : ContentStream(length)
{
    /// <summary>What lies so close ahead is sooner read than asked for.</summary>
    private const int NearBytes = 1 << 16;

    private AzureDownload? _body = first;
    private long _bodyPosition;
    private bool _isDisposed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.Length == 0 || Position >= Length) return 0;
        try
        {
            var body = await BodyAsync(cancellationToken).ConfigureAwait(false);
            var read = await MoveAsync(body, buffer, cancellationToken).ConfigureAwait(false);
            Position = _bodyPosition;
            return read;
        }
        catch
        {
            DropBody();
            throw;
        }
    }

    /// <remarks>Waits for an asynchronous read, since the library's own synchronous one cannot be ended.</remarks>
    public override int Read(Span<byte> buffer)
    {
        var rented = ArrayPool<byte>.Shared.Rent(buffer.Length);
        var read = ReadAsync(rented.AsMemory(0, buffer.Length)).AsTask().GetAwaiter().GetResult();
        rented.AsSpan(0, read).CopyTo(buffer);
        // After a failure something may still be read into it.
        ArrayPool<byte>.Shared.Return(rented);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) DropBody();
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private static IOException Replaced(Exception e) => new("The blob was replaced or deleted while it was read, and its old content could not be read on.", e);

    private async ValueTask<int> MoveAsync(AzureDownload body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (AzureAnswers.IsReplaced(e))
        {
            throw Replaced(e); // the library went on from a broken connection
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (calls.Failure(e) is { } failure) throw failure;
            throw;
        }
        if (read == 0) throw new EndOfStreamException("The blob's content ended too early.");
        _bodyPosition += read;
        return read;
    }

    private async Task<AzureDownload> BodyAsync(CancellationToken cancellationToken)
    {
        if (_body is { IsOver: false } near && Position > _bodyPosition && Position - _bodyPosition <= NearBytes)
        {
            var skipped = new byte[Position - _bodyPosition];
            while (_bodyPosition < Position) await MoveAsync(near, skipped.AsMemory(0, (int)(Position - _bodyPosition)), cancellationToken).ConfigureAwait(false);
        }
        if (_body is { IsOver: false } body && Position == _bodyPosition) return body;
        DropBody();
        try
        {
            (_body, _bodyPosition) = (await reopen(Position, cancellationToken).ConfigureAwait(false), Position);
            return _body;
        }
        catch (RequestFailedException e) when (AzureAnswers.IsReplaced(e))
        {
            throw Replaced(e);
        }
    }

    private void DropBody()
    {
        _body?.Dispose();
        _body = null;
    }
}
