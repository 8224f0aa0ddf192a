using System.Net;

namespace MusicGen.Client;

/// <summary>An answer's content whose parts come within a bounded time each, or reading it is a <see cref="SilenceException"/>.</summary>
/// <param name="content">Disposed with this.</param>
/// <param name="silence">The longest wait for a part.</param>
/// <param name="clock">Measures it.</param>
internal sealed class HeardContent(HttpContent content, TimeSpan silence, TimeProvider clock) : WrappedContent(content)
{
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new BoundedStream(await Inner.ReadAsStreamAsync(cancellationToken), silence, clock);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var content = await CreateContentReadStreamAsync(cancellationToken);
        await content.CopyToAsync(stream, cancellationToken);
    }

    private sealed class BoundedStream(Stream stream, TimeSpan silence, TimeProvider clock) : Stream
    {
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
            using var limit = new SilenceLimit(silence, clock, cancellationToken);
            try
            {
                return await stream.ReadAsync(buffer, limit.Token);
            }
            catch (OperationCanceledException e) when (limit.IsOver && !cancellationToken.IsCancellationRequested)
            {
                throw new SilenceException(silence, e);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
