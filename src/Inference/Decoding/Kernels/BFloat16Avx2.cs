using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in bfloat16, multiplied in single precision, eight columns in a register of AVX2.</summary>
internal readonly struct BFloat16Avx2 : IFloatsAvx2<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref readonly ushort weights) => (Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(in weights)) << BFloat16.Shift).AsSingle();

    public static ushort Encode(float weight, float scale) => BFloat16.Encode(weight);
}
