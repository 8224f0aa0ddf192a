using System.IO.Compression;
using System.IO.Hashing;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Silo.Corpora.Zip;

/// <summary>Unpacks entries within bounds that are counted while unpacking, whatever the directory says.</summary>
/// <remarks>One for all archives of an upload: the bound of their unpacked size is a common one.</remarks>
/// <param name="unpackedBytes">That bound.</param>
internal sealed class ZipUnpacker(long unpackedBytes)
{
    private const int BufferBytes = 64 << 10;
    private const int RatioFreeBytes = 1 << 20;

    private long _unpacked;

    /// <summary>A whole entry; null when it is larger than a file may be.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="UploadRefusedException">It is what a bomb looks like.</exception>
    public byte[]? Unpack(ZipArchiveEntry entry, string name)
    {
        using var content = entry.Open();
        using var unpacked = new MemoryStream();
        var buffer = new byte[BufferBytes];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            Count(entry, name, unpacked.Length, read);
            if (unpacked.Length + read > UploadLimits.FileBytes) return null;
            unpacked.Write(buffer, 0, read);
        }
        var bytes = unpacked.ToArray();
        // The framework's reader does not look at it.
        return Crc32.HashToUInt32(bytes) == entry.Crc32 ? bytes : throw new InvalidDataException();
    }

    private void Count(ZipArchiveEntry entry, string name, long before, int read)
    {
        _unpacked += read;
        if (_unpacked > unpackedBytes)
            throw UploadRefusedException.TooLarge($"The archives of one upload unpack to at most {unpackedBytes >> 20:N0} MB: send the rest in another one.");
        if (before + read > RatioFreeBytes && before + read > entry.CompressedLength * UploadLimits.UnpackedRatio)
            throw UploadRefusedException.TooLarge($"{name} unpacks to more than {UploadLimits.UnpackedRatio} times its packed size, which no MIDI file does: the archive is not taken.");
    }
}
