using System.Net;

namespace MusicGen.Client.Corpora;

/// <summary>A request's content that is read from a stream, from the same place with each try; the stream stays open.</summary>
/// <param name="stream">Can seek.</param>
/// <param name="start">Where the content begins; it goes to the stream's end.</param>
internal sealed class RepeatedContent(Stream stream, long start) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) => SerializeToStreamAsync(target, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context, CancellationToken cancellationToken)
    {
        stream.Position = start;
        return stream.CopyToAsync(target, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = stream.Length - start;
        return true;
    }
}
