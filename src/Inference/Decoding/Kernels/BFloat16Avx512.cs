using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in bfloat16, multiplied in single precision, sixteen columns in a register of AVX-512.</summary>
internal readonly struct BFloat16Avx512 : IFloatsAvx512<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly ushort weights) => (Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(in weights)) << BFloat16.Shift).AsSingle();

    public static ushort Encode(float weight, float scale) => BFloat16.Encode(weight);
}
