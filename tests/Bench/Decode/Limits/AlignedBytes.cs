using System.Runtime.InteropServices;

namespace MusicGen.Bench.Decode.Limits;

/// <summary>Memory that begins at a cache line and stays there.</summary>
internal sealed class AlignedBytes
{
    public const int CacheLine = 64;

    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _size;

    public AlignedBytes(int size)
    {
        _size = size;
        _bytes = GC.AllocateUninitializedArray<byte>(size + CacheLine, pinned: true);
        Array.Fill(_bytes, (byte)1); // memory that was never written need not be there
        var behind = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0) % CacheLine);
        _start = behind == 0 ? 0 : CacheLine - behind;
    }

    public Span<T> As<T>() where T : struct => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(_start, _size));
}
