using System.Security.Cryptography;

namespace MusicGen.Storage.Tests.Azure;

/// <summary>A content of so many bytes, each another one than those beside it, that is never in memory; it cannot seek and tells no length.</summary>
internal sealed class CountedStream(long sizeBytes) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;

    /// <summary>Called once half of it was read.</summary>
    public Action? AtHalf { get; init; }

    /// <summary>The most that was in use when it was read.</summary>
    public long MostMemory { get; private set; }

    /// <summary>Of what was read since the last time.</summary>
    public byte[] Hash => _hash.GetHashAndReset();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, sizeBytes - _position);
        for (var i = 0; i < count; i++) buffer[i] = (byte)((_position + i) * 31 >> 8);
        _hash.AppendData(buffer[..count]);
        if (_position < sizeBytes / 2 && _position + count >= sizeBytes / 2) AtHalf?.Invoke();
        _position += count;
        MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: true));
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
