using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>The numbers of <see cref="WeightPrecision.EightBits"/>: weights −127 to 127 with a scale a column, activations of 16 bits with one for all, sums of 32.</summary>
/// <inheritdoc cref="IArithmetic{TVector,TWeight,TActivation}"/>
internal interface IEightBits<TVector> : IArithmetic<TVector, sbyte, short>
    where TVector : struct
{
    private const float LargestWeight = 127;

    // The largest weight becomes 127. Of weights that are next to nothing the unit would be zero; they become zeros.
    static float IArithmetic<TVector, sbyte, short>.ScaleOf(float largest) => largest / LargestWeight is > 0 and var scale ? scale : 1;

    static sbyte IArithmetic<TVector, sbyte, short>.Encode(float weight, float scale) => (sbyte)Math.Clamp(MathF.Round(weight / scale), -LargestWeight, LargestWeight);

    // As fine as 16 bits allow without any sum of products leaving 32.
    static float IArithmetic<TVector, sbyte, short>.ActivationScale(int longestColumn) => 1f / Math.Min(short.MaxValue, int.MaxValue / ((int)LargestWeight * longestColumn));

    static void IArithmetic<TVector, sbyte, short>.Store(ReadOnlySpan<float> values, float scale, Span<short> activations)
    {
        var unitsOfOne = Vector256.Create(MathF.Round(1 / scale));
        var blocks = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var stored = MemoryMarshal.Cast<short, Vector128<short>>(activations);
        for (var block = 0; block < blocks.Length; block++)
        {
            var units = Vector256.ConvertToInt32(Vector256.Round(blocks[block] * unitsOfOne));
            stored[block] = Vector128.Narrow(units.GetLower(), units.GetUpper());
        }
    }
}
