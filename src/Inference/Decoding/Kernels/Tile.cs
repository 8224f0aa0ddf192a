using System.Runtime.CompilerServices;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>The kernel: products of a panel of 64 columns with some rows of activations.</summary>
/// <remarks>
/// <para>
/// Registers of the highest tile, four rows by one strip: 16 of sums, 4 of weights, 1 of activations and 1 of a product. Where there are 16 registers
/// and not 32 it is two rows: 8 + 4 + 1 + 1. A strip of weights is loaded and widened once for all rows of a tile.
/// </para>
/// <para>
/// Every sum has a register lane of its own and takes its products in the order of the column, so its bits do not depend on how many rows
/// there are, on the unit's width, nor on which tile a row falls into.
/// </para>
/// </remarks>
internal static class Tile<TArithmetic, TVector, TWeight, TActivation>
    where TArithmetic : struct, IArithmetic<TVector, TWeight, TActivation>
    where TVector : struct
    where TWeight : unmanaged
    where TActivation : unmanaged
{
    private static int Depth => Strip<TArithmetic, TVector, TWeight, TActivation>.Depth;

    /// <summary>Multiplies all of <paramref name="rows"/> with one panel.</summary>
    /// <param name="panel">Weights, (steps, 64 columns, depth).</param>
    /// <param name="steps">Length of a column, in steps of <see cref="Depth"/> weights.</param>
    /// <param name="activations">Where rows are counted from.</param>
    /// <param name="rows">For each row, where its activations begin.</param>
    /// <param name="sums">Receives (rows, 64).</param>
    public static void Multiply(ref TWeight panel, int steps, ref TActivation activations, ReadOnlySpan<int> rows, Span<float> sums)
    {
        if (sums.Length < rows.Length * Panels.Columns) throw new ArgumentException("There is not room for the sums.", nameof(sums));

        var columns = Strip<TArithmetic, TVector, TWeight, TActivation>.Registers * Strip<TArithmetic, TVector, TWeight, TActivation>.Lanes;
        for (var column = 0; column < Panels.Columns; column += columns)
        {
            ref var strip = ref Unsafe.Add(ref panel, column * Depth);
            var row = 0;
            if (VectorUnits.HasManyRegisters)
            {
                for (; row + 4 <= rows.Length; row += 4)
                {
                    Multiply4(
                        ref strip, steps, ref Unsafe.Add(ref activations, rows[row]), ref Unsafe.Add(ref activations, rows[row + 1]),
                        ref Unsafe.Add(ref activations, rows[row + 2]), ref Unsafe.Add(ref activations, rows[row + 3]), ref sums[(row * Panels.Columns) + column]);
                }
            }
            for (; row + 2 <= rows.Length; row += 2)
                Multiply2(ref strip, steps, ref Unsafe.Add(ref activations, rows[row]), ref Unsafe.Add(ref activations, rows[row + 1]), ref sums[(row * Panels.Columns) + column]);
            if (row < rows.Length) Multiply1(ref strip, steps, ref Unsafe.Add(ref activations, rows[row]), ref sums[(row * Panels.Columns) + column]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply4(ref TWeight weights, nint steps, ref TActivation row0, ref TActivation row1, ref TActivation row2, ref TActivation row3, ref float sums)
    {
        Strip<TArithmetic, TVector, TWeight, TActivation> sums0 = default, sums1 = default, sums2 = default, sums3 = default;
        for (nint step = 0; step < steps; step++)
        {
            var strip = Strip<TArithmetic, TVector, TWeight, TActivation>.Load(ref weights);
            var at = step * Depth;
            sums0 = sums0.Plus(strip, ref Unsafe.Add(ref row0, at));
            sums1 = sums1.Plus(strip, ref Unsafe.Add(ref row1, at));
            sums2 = sums2.Plus(strip, ref Unsafe.Add(ref row2, at));
            sums3 = sums3.Plus(strip, ref Unsafe.Add(ref row3, at));
            weights = ref Unsafe.Add(ref weights, Panels.Columns * Depth);
        }
        sums0.Store(ref sums);
        sums1.Store(ref Unsafe.Add(ref sums, Panels.Columns));
        sums2.Store(ref Unsafe.Add(ref sums, 2 * Panels.Columns));
        sums3.Store(ref Unsafe.Add(ref sums, 3 * Panels.Columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply2(ref TWeight weights, nint steps, ref TActivation row0, ref TActivation row1, ref float sums)
    {
        Strip<TArithmetic, TVector, TWeight, TActivation> sums0 = default, sums1 = default;
        for (nint step = 0; step < steps; step++)
        {
            var strip = Strip<TArithmetic, TVector, TWeight, TActivation>.Load(ref weights);
            var at = step * Depth;
            sums0 = sums0.Plus(strip, ref Unsafe.Add(ref row0, at));
            sums1 = sums1.Plus(strip, ref Unsafe.Add(ref row1, at));
            weights = ref Unsafe.Add(ref weights, Panels.Columns * Depth);
        }
        sums0.Store(ref sums);
        sums1.Store(ref Unsafe.Add(ref sums, Panels.Columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply1(ref TWeight weights, nint steps, ref TActivation row, ref float sums)
    {
        Strip<TArithmetic, TVector, TWeight, TActivation> sums0 = default;
        for (nint step = 0; step < steps; step++)
        {
            sums0 = sums0.Plus(Strip<TArithmetic, TVector, TWeight, TActivation>.Load(ref weights), ref Unsafe.Add(ref row, step * Depth));
            weights = ref Unsafe.Add(ref weights, Panels.Columns * Depth);
        }
        sums0.Store(ref sums);
    }
}
