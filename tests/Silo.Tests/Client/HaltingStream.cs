using System.Text;

namespace MusicGen.Silo.Tests.Client;

/// <summary>Content that comes in parts with silences between; where no part is left it neither goes on nor ends.</summary>
/// <param name="clock">Moved on by each silence.</param>
/// <param name="parts">Texts, each with the silence before it; null: the end.</param>
internal sealed class HaltingStream(HurriedClock clock, params (TimeSpan Silence, string? Text)[] parts) : Stream
{
    private readonly Queue<(TimeSpan Silence, string? Text)> _parts = new(parts);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var (silence, text) = _parts.Count > 0 ? _parts.Dequeue() : (TimeSpan.FromHours(1), "");
        clock.Advance(silence);
        cancellationToken.ThrowIfCancellationRequested();
        if (text == "") await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return text is null ? 0 : Encoding.UTF8.GetBytes(text, buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
