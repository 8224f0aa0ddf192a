using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Model;

/// <summary>A matrix whose rows are multiplied four at a time: four sums share each load of the vector.</summary>
/// <remarks>Rows are filled up with zeros to a multiple of eight columns, and the matrix with zero rows to a multiple of four.</remarks>
internal sealed class QuadRows
{
    private const int RowsOfQuad = 4;

    private readonly float[] _weights; // (quads, 4, stride)
    private readonly int _stride;

    /// <param name="rows">Number of rows of the result, zero rows included; a multiple of 4.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="source">Weights, row-major.</param>
    /// <param name="sourceRow">The source's row that becomes a row here, or −1 for a row of zeros.</param>
    public QuadRows(int rows, int columns, ReadOnlySpan<float> source, Func<int, int> sourceRow)
    {
        _stride = FixedOrder.Padded(columns);
        _weights = new float[rows * _stride];
        for (var row = 0; row < rows; row++)
        {
            if (sourceRow(row) is >= 0 and var from) source.Slice(from * columns, columns).CopyTo(_weights.AsSpan(row * _stride));
        }
    }

    /// <summary>The products of rows 4 × <paramref name="quad"/> to 4 × <paramref name="quad"/> + 3 with <paramref name="vector"/>.</summary>
    /// <param name="quad">Which four rows.</param>
    /// <param name="vector">As long as a row, filled up with zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Vector128<float> Multiply(int quad, ReadOnlySpan<float> vector)
    {
        var rows = MemoryMarshal.Cast<float, Vector256<float>>(_weights.AsSpan(quad * RowsOfQuad * _stride, RowsOfQuad * _stride));
        var factors = MemoryMarshal.Cast<float, Vector256<float>>(vector[.._stride]);
        var row0 = rows[..factors.Length];
        var row1 = rows.Slice(factors.Length, factors.Length);
        var row2 = rows.Slice(2 * factors.Length, factors.Length);
        var row3 = rows.Slice(3 * factors.Length, factors.Length);
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (var k = 0; k < factors.Length; k++)
        {
            sum0 = Vector256.FusedMultiplyAdd(row0[k], factors[k], sum0);
            sum1 = Vector256.FusedMultiplyAdd(row1[k], factors[k], sum1);
            sum2 = Vector256.FusedMultiplyAdd(row2[k], factors[k], sum2);
            sum3 = Vector256.FusedMultiplyAdd(row3[k], factors[k], sum3);
        }
        return Vector128.Create(FixedOrder.Sum(sum0), FixedOrder.Sum(sum1), FixedOrder.Sum(sum2), FixedOrder.Sum(sum3));
    }
}
