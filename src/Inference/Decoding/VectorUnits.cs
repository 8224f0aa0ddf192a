using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding;

/// <summary>The vector units of this machine.</summary>
public static class VectorUnits
{
    /// <summary>Those that it has, the narrowest first.</summary>
    public static IReadOnlyList<VectorUnit> Available { get; } = [.. Enum.GetValues<VectorUnit>().Where(Has)];

    /// <summary>The one to use.</summary>
    public static VectorUnit Widest => Available[^1];

    /// <summary>Whether there are 32 vector registers and not 16: then a tile may be twice as high.</summary>
    internal static bool HasManyRegisters => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported;

    private static bool Has(VectorUnit unit) => unit switch
    {
        VectorUnit.Avx512 => Avx512BW.IsSupported,
        VectorUnit.Avx2 => Avx2.IsSupported,
        _ => true,
    };
}
