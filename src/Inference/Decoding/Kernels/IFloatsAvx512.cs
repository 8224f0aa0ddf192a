using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Single-precision arithmetic in a register of AVX-512, sixteen columns.</summary>
/// <inheritdoc cref="IArithmetic{TVector,TWeight,TActivation}"/>
internal interface IFloatsAvx512<TWeight> : IFloats<Vector512<float>, TWeight>
    where TWeight : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IArithmetic<Vector512<float>, TWeight, float>.Broadcast(ref readonly float activations) => Vector512.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IArithmetic<Vector512<float>, TWeight, float>.MultiplyAdd(Vector512<float> weights, Vector512<float> activations, Vector512<float> sums) =>
        Vector512.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void IArithmetic<Vector512<float>, TWeight, float>.Store(Vector512<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);
}
