namespace MusicGen.Client;

/// <summary>Content that is another one's, with its headers and its length.</summary>
internal abstract class WrappedContent : HttpContent
{
    /// <param name="inner">Disposed with this.</param>
    protected WrappedContent(HttpContent inner)
    {
        Inner = inner;
        foreach (var (name, values) in inner.Headers) Headers.TryAddWithoutValidation(name, values);
    }

    protected HttpContent Inner { get; }

    protected override bool TryComputeLength(out long length)
    {
        length = Inner.Headers.ContentLength ?? 0;
        return Inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Inner.Dispose();
        base.Dispose(disposing);
    }
}
