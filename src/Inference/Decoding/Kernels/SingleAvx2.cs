using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in single precision, eight columns in a register of AVX2.</summary>
internal readonly struct SingleAvx2 : IFloatsAvx2<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref readonly float weights) => Vector256.LoadUnsafe(in weights);

    public static float Encode(float weight, float scale) => weight;
}
