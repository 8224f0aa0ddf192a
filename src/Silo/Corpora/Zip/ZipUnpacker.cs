using System.Buffers.Binary;
using System.IO.Compression;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Silo.Corpora.Zip;

/// <summary>Unpacks entries within bounds that are counted while unpacking, whatever the directory says.</summary>
/// <remarks>One for all archives of an upload: the bound of their unpacked size is a common one.</remarks>
internal sealed class ZipUnpacker
{
    private const uint HeaderSignature = 0x04034b50; // PKWARE, .ZIP File Format Specification §4.3.7
    private const int HeaderBytes = 30;
    private const int Stored = 0;
    private const int Deflated = 8;
    private const int BufferBytes = 64 << 10;
    private const int RatioFreeBytes = 1 << 20;

    private long _unpacked;

    /// <summary>The first bytes of an entry, to see what it is.</summary>
    /// <exception cref="ZipFormatException">It is damaged.</exception>
    public static byte[] Peek(Stream archive, ZipEntry entry, int count)
    {
        try
        {
            using var content = Open(archive, entry);
            var start = new byte[count];
            return start[..content.ReadAtLeast(start, count, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            throw NotUnpackable(entry);
        }
    }

    /// <summary>A whole entry; null when it is larger than a file may be.</summary>
    /// <exception cref="ZipFormatException">It is damaged.</exception>
    /// <exception cref="UploadRefusedException">It is what a bomb looks like.</exception>
    public byte[]? Unpack(Stream archive, ZipEntry entry)
    {
        try
        {
            using var content = Open(archive, entry);
            using var unpacked = new MemoryStream();
            var buffer = new byte[BufferBytes];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                Count(entry, unpacked.Length, read);
                if (unpacked.Length + read > UploadLimits.FileBytes) return null;
                unpacked.Write(buffer, 0, read);
            }
            var bytes = unpacked.ToArray();
            return Crc32.Of(bytes) == entry.Crc32 ? bytes : throw new ZipFormatException(entry.HeaderOffset, "It is damaged: its checksum is another.");
        }
        catch (InvalidDataException)
        {
            throw NotUnpackable(entry);
        }
    }

    private static ZipFormatException NotUnpackable(ZipEntry entry) => new(entry.HeaderOffset, "It is damaged: it cannot be unpacked.");

    private void Count(ZipEntry entry, long before, int read)
    {
        _unpacked += read;
        if (_unpacked > UploadLimits.UnpackedBytes)
            throw UploadRefusedException.TooLarge($"The archives of one upload unpack to at most {UploadLimits.UnpackedBytes >> 30} GB: send the rest in another one.");
        if (before + read > RatioFreeBytes && before + read > entry.PackedBytes * UploadLimits.UnpackedRatio)
            throw UploadRefusedException.TooLarge($"{entry.Name} unpacks to more than {UploadLimits.UnpackedRatio} times its packed size, which no MIDI file does: the archive is not taken.");
    }

    private static Stream Open(Stream archive, ZipEntry entry)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        ZipDirectory.Fill(archive, entry.HeaderOffset, header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderSignature) throw new ZipFormatException(entry.HeaderOffset, "It is damaged: its header is missing.");
        var start = entry.HeaderOffset + HeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (start > archive.Length - entry.PackedBytes) throw new ZipFormatException(entry.HeaderOffset, "It is damaged: it is cut off.");
        var packed = new PackedStream(archive, start, entry.PackedBytes);
        return entry.Method switch
        {
            Stored => packed,
            Deflated => new DeflateStream(packed, CompressionMode.Decompress),
            _ => throw new ZipFormatException(entry.HeaderOffset, $"It is packed in a way that is not known here (method {entry.Method}): use deflate, as zip programs do by default."),
        };
    }
}
