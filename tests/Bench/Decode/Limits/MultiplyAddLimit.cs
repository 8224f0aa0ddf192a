using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MusicGen.Bench.Measuring;
using MusicGen.Inference.Decoding;

namespace MusicGen.Bench.Decode.Limits;

/// <summary>What a vector unit multiplies and adds with all sums in registers: no decoder on it is faster.</summary>
/// <remarks>
/// Activations come from the nearest cache, as in a decoder; that costs no instruction of the multiplier, and keeps the compiler from taking products out of the loop.
/// Operands that depend on the sums do so too, but were a fifth slower in 16 bits.
/// </remarks>
internal static class MultiplyAddLimit
{
    private const int Weights = 2;
    private const int Activations = 4; // times the weights: as many sums as it takes to wait for none, and as fit 16 registers
    private const int Turns = 100_000;
    private const int Repetitions = 5;

    /// <summary>Operations a second of this thread; null where the unit has no instruction for pairs.</summary>
    /// <param name="precision">8-bit weights are multiplied as pairs of 16 bits, all others in single precision.</param>
    /// <param name="unit">Which.</param>
    public static double? OperationsPerSecond(WeightPrecision precision, VectorUnit unit) => (precision == WeightPrecision.EightBits, unit) switch
    {
        (true, VectorUnit.Avx512) => Measure<Pairs512, Vector512<int>>(),
        (true, VectorUnit.Avx2) => Measure<Pairs256, Vector256<int>>(),
        (true, _) => Sse2.IsSupported ? Measure<Pairs128, Vector128<int>>() : null,
        (false, VectorUnit.Avx512) => Measure<Single512, Vector512<float>>(),
        (false, VectorUnit.Avx2) => Measure<Single256, Vector256<float>>(),
        (false, _) => Measure<Single128, Vector128<float>>(),
    };

    private static double Measure<TMultiplyAdd, TVector>()
        where TMultiplyAdd : struct, IMultiplyAdd<TVector>
        where TVector : unmanaged
    {
        var operands = new AlignedBytes((Weights + (2 * Activations)) * AlignedBytes.CacheLine).As<TVector>();
        operands.Fill(TMultiplyAdd.Operand);
        var seconds = new double[Repetitions];
        for (var i = 0; i < Repetitions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            _ = Turn<TMultiplyAdd, TVector>(ref operands[0], Turns);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return (double)Turns * Weights * Activations * TMultiplyAdd.Operations / Median.Of(seconds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TVector Turn<TMultiplyAdd, TVector>(ref TVector operands, nint turns)
        where TMultiplyAdd : struct, IMultiplyAdd<TVector>
        where TVector : unmanaged
    {
        TVector a = operands, b = operands, c = operands, d = operands, e = operands, f = operands, g = operands, h = operands;
        var (first, second) = (operands, Unsafe.Add(ref operands, 1));
        for (nint turn = 0; turn < turns; turn++)
        {
            ref var at = ref Unsafe.Add(ref operands, Weights + (turn % 2 * Activations)); // not the same in each turn
            var activations = at;
            a = TMultiplyAdd.Next(a, first, activations);
            b = TMultiplyAdd.Next(b, second, activations);
            activations = Unsafe.Add(ref at, 1);
            c = TMultiplyAdd.Next(c, first, activations);
            d = TMultiplyAdd.Next(d, second, activations);
            activations = Unsafe.Add(ref at, 2);
            e = TMultiplyAdd.Next(e, first, activations);
            f = TMultiplyAdd.Next(f, second, activations);
            activations = Unsafe.Add(ref at, 3);
            g = TMultiplyAdd.Next(g, first, activations);
            h = TMultiplyAdd.Next(h, second, activations);
        }
        // All of them are needed.
        return TMultiplyAdd.Next(
            TMultiplyAdd.Next(TMultiplyAdd.Next(a, b, c), d, e), f, TMultiplyAdd.Next(g, h, a));
    }
}
