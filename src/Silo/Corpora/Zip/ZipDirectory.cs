using System.Buffers.Binary;
using System.Text;

namespace MusicGen.Silo.Corpora.Zip;

/// <summary>Reads the directory at the end of a zip archive.</summary>
/// <remarks>
/// By hand, since the framework's reader holds every entry that the directory has, however many, before anything can be counted. Names of fields and
/// sections: PKWARE, .ZIP File Format Specification 6.3.10.
/// </remarks>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50; // §4.3.16
    private const uint End64LocatorSignature = 0x07064b50; // §4.3.15
    private const uint End64Signature = 0x06064b50; // §4.3.14
    private const uint EntrySignature = 0x02014b50; // §4.3.12
    private const int EndBytes = 22;
    private const int End64LocatorBytes = 20;
    private const int End64Bytes = 56;
    private const int EntryBytes = 46;
    private const int MaxCommentBytes = ushort.MaxValue;
    private const ushort Extra64 = 1; // §4.5.3

    /// <summary>Reads it entry by entry, so that whoever counts can stop.</summary>
    /// <exception cref="ZipFormatException">It is damaged, or there is none.</exception>
    public static IEnumerable<ZipEntry> Read(Stream archive)
    {
        var (position, count) = FindDirectory(archive);
        var header = new byte[EntryBytes];
        for (var i = 0L; i < count; i++)
        {
            Fill(archive, position, header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != EntrySignature) throw new ZipFormatException(position, "The archive's directory is damaged.");
            var (nameBytes, extraBytes, commentBytes) = (UInt16(header, 28), UInt16(header, 30), UInt16(header, 32));
            var rest = new byte[nameBytes + extraBytes];
            Fill(archive, position + EntryBytes, rest);
            yield return EntryOf(header, rest.AsSpan(0, nameBytes), rest.AsSpan(nameBytes), position);
            position += EntryBytes + nameBytes + extraBytes + commentBytes;
        }
    }

    /// <summary>Fills the buffer from a place of the archive.</summary>
    /// <exception cref="ZipFormatException">The archive ends before.</exception>
    internal static void Fill(Stream archive, long position, Span<byte> buffer)
    {
        if (position < 0 || position > archive.Length - buffer.Length) throw new ZipFormatException(Math.Clamp(position, 0, archive.Length), "The archive is cut off.");
        archive.Position = position;
        archive.ReadExactly(buffer);
    }

    private static (long Position, long Entries) FindDirectory(Stream archive)
    {
        var tail = new byte[Math.Min(archive.Length, EndBytes + MaxCommentBytes)];
        var start = archive.Length - tail.Length;
        Fill(archive, start, tail);
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || UInt16(end, 20) > end.Length - EndBytes) continue;
            var (entries, position) = (UInt16(end, 10), UInt32(end, 16));
            return entries == ushort.MaxValue || position == uint.MaxValue ? FindDirectory64(archive, start + at) : (position, entries);
        }
        throw new ZipFormatException(archive.Length, "It is no zip archive, or one that is cut off: its directory, which stands at the end, is missing.");
    }

    private static (long Position, long Entries) FindDirectory64(Stream archive, long end)
    {
        var locator = new byte[End64LocatorBytes];
        Fill(archive, end - End64LocatorBytes, locator);
        var end64 = new byte[End64Bytes];
        if (UInt32(locator, 0) == End64LocatorSignature) Fill(archive, Int64(locator, 8), end64);
        if (UInt32(end64, 0) != End64Signature) throw new ZipFormatException(end, "The archive's directory is damaged.");
        return (Int64(end64, 48), Int64(end64, 32));
    }

    private static ZipEntry EntryOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long position)
    {
        var (flags, method, crc) = (UInt16(header, 8), UInt16(header, 10), UInt32(header, 16));
        long packed = UInt32(header, 20), offset = UInt32(header, 42);
        // §4.5.3: those of the four that do not fit stand in the extra field, in this order.
        var unpackedIsThere = UInt32(header, 24) == uint.MaxValue;
        while (extra.Length >= 4)
        {
            var (kind, length) = (UInt16(extra, 0), UInt16(extra, 2));
            if (length > extra.Length - 4) break;
            if (kind == Extra64)
            {
                var (at, end) = (4 + (unpackedIsThere ? 8 : 0), 4 + length);
                if (packed == uint.MaxValue && at + 8 <= end)
                {
                    packed = Int64(extra, at);
                    at += 8;
                }
                if (offset == uint.MaxValue && at + 8 <= end) offset = Int64(extra, at);
            }
            extra = extra[(4 + length)..];
        }
        if (packed < 0 || offset < 0) throw new ZipFormatException(position, "The archive's directory is damaged.");
        var text = NameOf(name);
        return new ZipEntry(UploadName.Label(text), text.EndsWith('/') || text.EndsWith('\\'), (flags & 1) != 0, method, crc, packed, offset);
    }

    /// <summary>Old programs wrote names in the code page of their machine and did not say which: Latin-1 then stands for it.</summary>
    private static string NameOf(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        return text.Contains('\uFFFD') ? Encoding.Latin1.GetString(name) : text;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
