using Azure;

namespace MusicGen.Storage.Azure;

/// <summary>Reads a range of one version of a blob as it comes from the service; can seek.</summary>
/// <remarks>
/// The answer to one request is of one content, whatever is written meanwhile. A connection that breaks, and a seek, are gone on from by another request for that version alone: where it is
/// replaced or deleted by then, reading is an <see cref="IOException"/>, never a mixture.
/// </remarks>
/// <param name="first">The content from the range's beginning.</param>
/// <param name="length">Of the range.</param>
/// <param name="reopen">Opens the same version at a position of the range.</param>
/// <param name="calls">Says what failures mean.</param>
internal sealed class AzureBlobStream(Stream first, long length, Func<long, CancellationToken, Task<Stream>> reopen, AzureCalls calls) : Stream
{
    /// <summary>What lies so close ahead is sooner read than asked for.</summary>
    private const int NearBytes = 1 << 16;

    private Stream? _body = first;
    private long _bodyPosition;
    private long _position;
    private bool _isDisposed;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.Length == 0 || _position >= length) return 0;
        try
        {
            var body = await BodyAsync(cancellationToken).ConfigureAwait(false);
            return Moved(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            DropBody();
            if (!cancellationToken.IsCancellationRequested && Failure(e) is { } failure) throw failure;
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.Length == 0 || _position >= length) return 0;
        try
        {
            return Moved(BodyAsync(CancellationToken.None).GetAwaiter().GetResult().Read(buffer));
        }
        catch (Exception e)
        {
            DropBody();
            if (Failure(e) is { } failure) throw failure;
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) DropBody();
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private IOException? Failure(Exception e) => e switch
    {
        // Of our own, or of a body whose connection broke more often than is tried.
        RequestFailedException refused when AzureAnswers.IsConditionNotMet(refused) || AzureAnswers.IsNoBlob(refused) || AzureAnswers.IsNoRange(refused) =>
            new IOException("The blob was replaced or deleted while it was read, and its old content could not be read on.", e),
        _ => calls.Failure(e),
    };

    private int Moved(int read)
    {
        if (read == 0) throw new EndOfStreamException("The blob's content ended too early.");
        _bodyPosition += read;
        _position = _bodyPosition;
        return read;
    }

    private async Task<Stream> BodyAsync(CancellationToken cancellationToken)
    {
        if (_body is { } near && _position > _bodyPosition && _position - _bodyPosition <= NearBytes)
        {
            await near.ReadExactlyAsync(new byte[_position - _bodyPosition], cancellationToken).ConfigureAwait(false);
            _bodyPosition = _position;
        }
        if (_body is { } body && _position == _bodyPosition) return body;
        DropBody();
        (_body, _bodyPosition) = (await reopen(_position, cancellationToken).ConfigureAwait(false), _position);
        return _body;
    }

    private void DropBody()
    {
        _body?.Dispose();
        _body = null;
    }
}
