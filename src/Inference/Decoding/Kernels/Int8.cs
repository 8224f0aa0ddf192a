using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Numbers of <see cref="WeightPrecision.EightBits"/>: weights −127 to 127, activations of 16 bits.</summary>
internal static class Int8
{
    private const float LargestWeight = 127;

    /// <summary>The largest weight becomes 127. Of weights that are next to nothing the unit would be zero; they become zeros.</summary>
    public static float ScaleOf(float largest) => largest / LargestWeight is > 0 and var scale ? scale : 1;

    public static sbyte Encode(float weight, float scale) => (sbyte)Math.Clamp(MathF.Round(weight / scale), -LargestWeight, LargestWeight);

    /// <summary>As fine as 16 bits allow without any sum of products leaving 32.</summary>
    public static float ActivationScale(int longestColumn) => 1f / Math.Min(short.MaxValue, int.MaxValue / ((int)LargestWeight * longestColumn));

    public static void Store(ReadOnlySpan<float> values, float scale, Span<short> activations)
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
