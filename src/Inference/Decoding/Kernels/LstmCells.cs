using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>What becomes of a panel's sums: the cells of 16 units.</summary>
/// <remarks>
/// Hochreiter and Schmidhuber, "Long short-term memory", 1997, with forget gates; formulas as in PyTorch's LSTM. Two halves, each for all rows before the
/// other: the second waits long for the first, and a core finds other rows' work meanwhile.
/// </remarks>
internal static class LstmCells
{
    private const int Blocks = Panels.Units / FixedOrder.Lanes;

    /// <summary>Renews the cells of one row: forgets some of what they hold, lets some of the candidate in.</summary>
    /// <param name="sums">(4, 16): input, forget, cell, output gate.</param>
    /// <param name="scales">(4, 16): what a unit of each sum is worth.</param>
    /// <param name="bias">(4, 16): what comes to each sum.</param>
    /// <param name="cell">(16): renewed.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Remember(ReadOnlySpan<float> sums, ReadOnlySpan<float> scales, ReadOnlySpan<float> bias, Span<float> cell)
    {
        var s = MemoryMarshal.Cast<float, Vector256<float>>(sums[..Panels.Columns]);
        var w = MemoryMarshal.Cast<float, Vector256<float>>(scales[..Panels.Columns]);
        var b = MemoryMarshal.Cast<float, Vector256<float>>(bias[..Panels.Columns]);
        var c = MemoryMarshal.Cast<float, Vector256<float>>(cell[..Panels.Units]);
        for (var block = 0; block < Blocks; block++)
        {
            var (forget, candidate) = (Blocks + block, (2 * Blocks) + block);
            var entering = FixedOrder.SigmoidTimesTanh(
                Vector256.FusedMultiplyAdd(s[block], w[block], b[block]),
                Vector256.FusedMultiplyAdd(s[candidate], w[candidate], b[candidate]));
            c[block] = Vector256.FusedMultiplyAdd(FixedOrder.Sigmoid(Vector256.FusedMultiplyAdd(s[forget], w[forget], b[forget])), c[block], entering);
        }
    }

    /// <summary>What the renewed cells of one row show of themselves.</summary>
    /// <param name="sums">As above.</param>
    /// <param name="scales">As above.</param>
    /// <param name="bias">As above.</param>
    /// <param name="cell">(16): renewed.</param>
    /// <param name="hidden">(16): written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Show(ReadOnlySpan<float> sums, ReadOnlySpan<float> scales, ReadOnlySpan<float> bias, ReadOnlySpan<float> cell, Span<float> hidden)
    {
        var s = MemoryMarshal.Cast<float, Vector256<float>>(sums[..Panels.Columns]);
        var w = MemoryMarshal.Cast<float, Vector256<float>>(scales[..Panels.Columns]);
        var b = MemoryMarshal.Cast<float, Vector256<float>>(bias[..Panels.Columns]);
        var c = MemoryMarshal.Cast<float, Vector256<float>>(cell[..Panels.Units]);
        var h = MemoryMarshal.Cast<float, Vector256<float>>(hidden[..Panels.Units]);
        for (var block = 0; block < Blocks; block++)
        {
            var output = (3 * Blocks) + block;
            h[block] = FixedOrder.SigmoidTimesTanh(Vector256.FusedMultiplyAdd(s[output], w[output], b[output]), c[block]);
        }
    }
}
