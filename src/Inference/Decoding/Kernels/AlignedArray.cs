using System.Runtime.CompilerServices;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>An array that begins at a cache line, so that no load of a register takes from two.</summary>
/// <remarks>It stays where it is; it starts with zeros.</remarks>
internal readonly struct AlignedArray<T>
    where T : unmanaged
{
    private const int CacheLineBytes = 64;

    private readonly T[] _array;
    private readonly int _start;

    public AlignedArray(int length)
    {
        _array = GC.AllocateArray<T>(length + (CacheLineBytes / Unsafe.SizeOf<T>()), pinned: true);
        Length = length;
        unsafe
        {
            var behind = (int)((nuint)Unsafe.AsPointer(ref _array[0]) % CacheLineBytes);
            _start = behind == 0 ? 0 : (CacheLineBytes - behind) / Unsafe.SizeOf<T>();
        }
    }

    public int Length { get; }

    public long Bytes => (long)_array.Length * Unsafe.SizeOf<T>();

    public Span<T> Span => _array.AsSpan(_start, Length);
}
