using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Single-precision arithmetic in a register of any machine, four columns.</summary>
/// <inheritdoc cref="IArithmetic{TVector,TWeight,TActivation}"/>
internal interface IFloatsPortable<TWeight> : IFloats<Vector128<float>, TWeight>
    where TWeight : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IArithmetic<Vector128<float>, TWeight, float>.Broadcast(ref readonly float activations) => Vector128.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IArithmetic<Vector128<float>, TWeight, float>.MultiplyAdd(Vector128<float> weights, Vector128<float> activations, Vector128<float> sums) =>
        Vector128.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void IArithmetic<Vector128<float>, TWeight, float>.Store(Vector128<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);
}
