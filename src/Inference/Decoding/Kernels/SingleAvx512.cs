using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in single precision, sixteen columns in a register of AVX-512.</summary>
internal readonly struct SingleAvx512 : IFloatsAvx512<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly float weights) => Vector512.LoadUnsafe(in weights);

    public static float Encode(float weight, float scale) => weight;
}
