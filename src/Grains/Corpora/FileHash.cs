using System.Buffers.Binary;

namespace MusicGen.Grains.Corpora;

/// <summary>A SHA-256 in 32 bytes: a corpus knows those of all its files.</summary>
internal readonly record struct FileHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <param name="hexadecimal">64 digits.</param>
    public static FileHash Parse(string hexadecimal)
    {
        Span<byte> bytes = Convert.FromHexString(hexadecimal);
        return new FileHash(Word(bytes, 0), Word(bytes, 1), Word(bytes, 2), Word(bytes, 3));
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt64BigEndian(bytes[(index * sizeof(ulong))..]);
}
