namespace MusicGen.Silo.Corpora.Zip;

/// <summary>The bytes are no zip archive, or a damaged one.</summary>
/// <param name="offset">Where, in bytes.</param>
/// <param name="reason">What is wrong, a sentence.</param>
internal sealed class ZipFormatException(long offset, string reason) : Exception(reason)
{
    public long Offset { get; } = offset;

    public string Reason => Message;
}
