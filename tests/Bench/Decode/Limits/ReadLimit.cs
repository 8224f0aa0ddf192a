using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MusicGen.Bench.Measuring;

namespace MusicGen.Bench.Decode.Limits;

/// <summary>How fast as many bytes as a network's weights are read again and again: a step of one row reads every weight once, and is no faster.</summary>
/// <remarks>Safe to share: threads that read the same bytes do as decoders that share their weights.</remarks>
internal sealed class ReadLimit
{
    private const int Registers = 8;
    private const double Seconds = 0.005;
    private const int LeastPasses = 3;

    private readonly AlignedBytes _bytes;
    private readonly int _size;

    /// <param name="sizeBytes">How many; rounded up to half a kilobyte.</param>
    public ReadLimit(long sizeBytes)
    {
        const int Block = AlignedBytes.CacheLine * Registers;
        _size = checked((int)((sizeBytes + Block - 1) / Block * Block));
        _bytes = new AlignedBytes(_size);
    }

    /// <summary>By this thread: the median pass of some milliseconds.</summary>
    public double BytesPerSecond()
    {
        var passes = new List<double>();
        for (var total = 0.0; total < Seconds || passes.Count < LeastPasses; total += passes[^1])
        {
            var start = Stopwatch.GetTimestamp();
            _ = Pass(_bytes.As<Vector512<ulong>>());
            passes.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return _size / Median.Of(passes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector512<ulong> Pass(ReadOnlySpan<Vector512<ulong>> bytes)
    {
        Vector512<ulong> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        ref var at = ref MemoryMarshal.GetReference(bytes);
        for (nint i = 0; i < bytes.Length; i += Registers)
        {
            a |= Unsafe.Add(ref at, i);
            b |= Unsafe.Add(ref at, i + 1);
            c |= Unsafe.Add(ref at, i + 2);
            d |= Unsafe.Add(ref at, i + 3);
            e |= Unsafe.Add(ref at, i + 4);
            f |= Unsafe.Add(ref at, i + 5);
            g |= Unsafe.Add(ref at, i + 6);
            h |= Unsafe.Add(ref at, i + 7);
        }
        return a | b | c | d | e | f | g | h;
    }
}
