using MusicGen.Contracts.Corpora;

namespace MusicGen.Silo.Corpora.Zip;

/// <summary>An archive's bytes, of which only so many can be read until the bound is lifted.</summary>
/// <remarks>
/// <see cref="System.IO.Compression.ZipArchive"/> holds every entry that the directory has, however many, before anything can be counted: what it
/// may read bounds what it holds. The stream below stays open.
/// </remarks>
internal sealed class ArchiveStream(Stream archive) : Stream
{
    /// <summary>Of a directory: 400 bytes for each entry that is allowed.</summary>
    private const long DirectoryBytes = UploadLimits.ZipEntries * 400L;

    private long _left = DirectoryBytes;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => archive.Length;

    /// <exception cref="InvalidDataException">The place that the archive names lies before its beginning.</exception>
    public override long Position
    {
        get => archive.Position;
        set => archive.Position = value >= 0 ? value : throw new InvalidDataException();
    }

    /// <summary>From now on everything can be read: the directory is known.</summary>
    public void LiftBound() => _left = long.MaxValue;

    /// <exception cref="UploadRefusedException">The directory is larger than one that is allowed can be.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = archive.Read(buffer);
        return (_left -= read) >= 0 ? read : throw ZipIntake.TooManyEntries;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => Position,
        SeekOrigin.End => Length,
        _ => 0,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
