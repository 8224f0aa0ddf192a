using System.Buffers.Binary;

namespace MusicGen.Music.Tests.Midi;

/// <summary>MIDI files put together by hand.</summary>
internal static class MidiBytes
{
    public static readonly byte[] EndOfTrack = [0, 0xFF, 0x2F, 0];

    public static byte[] File(int format, int division, params byte[][] tracks) =>
    [
        .. "MThd"u8, 0, 0, 0, 6, (byte)(format >> 8), (byte)format, 0, (byte)tracks.Length, (byte)(division >> 8), (byte)division,
        .. tracks.SelectMany(track => Chunk("MTrk", track)),
    ];

    public static byte[] Chunk(string kind, byte[] content)
    {
        var chunk = new byte[8 + content.Length];
        System.Text.Encoding.ASCII.GetBytes(kind, chunk);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(4), content.Length);
        content.CopyTo(chunk.AsSpan(8));
        return chunk;
    }
}
