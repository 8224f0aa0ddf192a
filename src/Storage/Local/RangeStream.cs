using Microsoft.Win32.SafeHandles;

namespace MusicGen.Storage.Local;

/// <summary>Reads a part of an open file, which it closes; can seek.</summary>
internal sealed class RangeStream(SafeFileHandle handle, long start, long length) : ContentStream(length)
{
    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(handle, buffer[..Fit(buffer.Length)], start + Position);
        Position += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await RandomAccess.ReadAsync(handle, buffer[..Fit(buffer.Length)], start + Position, cancellationToken).ConfigureAwait(false);
        Position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) handle.Dispose();
        base.Dispose(disposing);
    }

    private int Fit(int count) => (int)Math.Clamp(Length - Position, 0, count);
}
