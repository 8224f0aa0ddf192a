namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>bfloat16: the upper half of a single-precision number.</summary>
internal static class BFloat16
{
    public const int Shift = 16;

    /// <summary>The nearest, of two as near the even one.</summary>
    public static ushort Encode(float weight)
    {
        var bits = BitConverter.SingleToUInt32Bits(weight);
        var rounded = bits + 0x7FFF + ((bits >> Shift) & 1);
        // Rounding must not make infinity of a weight.
        return (ushort)((rounded & 0x7F80_0000) == 0x7F80_0000 ? bits >> Shift : rounded >> Shift);
    }
}
