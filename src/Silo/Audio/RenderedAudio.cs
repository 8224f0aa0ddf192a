using System.Buffers.Binary;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Audio;

/// <summary>Reads from a file of audio how long it is: FluidSynth ends as if all were well when the disk was full.</summary>
internal static class RenderedAudio
{
    /// <summary>The longest page of an Ogg stream (RFC 3533 §6).</summary>
    private const int LongestPageBytes = 65_307;

    private const int PageHeadBytes = 27;
    private const byte EndOfStream = 4;

    /// <summary>Samples of each channel; null where the file is not one of the format, or has no end.</summary>
    /// <param name="file">Can seek.</param>
    /// <param name="format">What it should be.</param>
    public static long? FramesOf(Stream file, AudioFormat format) => format == AudioFormat.Wav ? FramesOfWave(file) : FramesOfOgg(file);

    /// <summary>RIFF: chunks of a name, a length and so many bytes; <c>fmt </c> tells the bytes of a frame, <c>data</c> has them.</summary>
    private static long? FramesOfWave(Stream file)
    {
        Span<byte> head = stackalloc byte[12];
        Span<byte> layout = stackalloc byte[16];
        file.Position = 0;
        if (!TryRead(file, head) || !head[..4].SequenceEqual("RIFF"u8) || !head[8..].SequenceEqual("WAVE"u8)) return null;
        var frameBytes = 0;
        while (TryRead(file, head[..8]))
        {
            var lengthBytes = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var next = file.Position + lengthBytes + (lengthBytes & 1);
            if (head[..4].SequenceEqual("data"u8)) return frameBytes > 0 && file.Position + lengthBytes <= file.Length ? lengthBytes / frameBytes : null;
            if (head[..4].SequenceEqual("fmt "u8) && TryRead(file, layout)) frameBytes = BinaryPrimitives.ReadUInt16LittleEndian(layout[12..]);
            file.Position = next;
        }
        return null;
    }

    /// <summary>The last page says at which frame it ends (Vorbis I §A.2), and that it is the last.</summary>
    private static long? FramesOfOgg(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, LongestPageBytes)];
        file.Position = 0;
        if (!TryRead(file, tail.AsSpan(0, Math.Min(4, tail.Length))) || !tail.AsSpan().StartsWith("OggS"u8)) return null;
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var page = tail.AsSpan().LastIndexOf("OggS"u8);
        if (page < 0 || tail.Length - page < PageHeadBytes || (tail[page + 5] & EndOfStream) == 0) return null;
        return BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(page + 6));
    }

    private static bool TryRead(Stream file, Span<byte> bytes) => file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
}
