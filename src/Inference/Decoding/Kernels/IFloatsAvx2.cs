using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Single-precision arithmetic in a register of AVX2, eight columns.</summary>
/// <inheritdoc cref="IArithmetic{TVector,TWeight,TActivation}"/>
internal interface IFloatsAvx2<TWeight> : IFloats<Vector256<float>, TWeight>
    where TWeight : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IArithmetic<Vector256<float>, TWeight, float>.Broadcast(ref readonly float activations) => Vector256.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IArithmetic<Vector256<float>, TWeight, float>.MultiplyAdd(Vector256<float> weights, Vector256<float> activations, Vector256<float> sums) =>
        Vector256.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void IArithmetic<Vector256<float>, TWeight, float>.Store(Vector256<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);
}
