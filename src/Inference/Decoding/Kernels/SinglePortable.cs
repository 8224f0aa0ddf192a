using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in single precision, four columns in a register of any machine.</summary>
internal readonly struct SinglePortable : IFloatsPortable<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref readonly float weights) => Vector128.LoadUnsafe(in weights);

    public static float Encode(float weight, float scale) => weight;
}
