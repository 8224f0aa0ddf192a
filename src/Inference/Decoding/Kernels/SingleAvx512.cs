using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in single precision, sixteen columns in a register of AVX-512.</summary>
internal readonly struct SingleAvx512 : IArithmetic<Vector512<float>, float, float>
{
    public static int Lanes => Vector512<float>.Count;

    public static int Depth => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly float weights) => Vector512.LoadUnsafe(in weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(ref readonly float activations) => Vector512.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> weights, Vector512<float> activations, Vector512<float> sums) => Vector512.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);

    public static float ScaleOf(float largest) => 1;

    public static float Encode(float weight, float scale) => weight;

    public static float ActivationScale(int longestColumn) => 1;

    public static void Store(ReadOnlySpan<float> values, float scale, Span<float> activations) => values.CopyTo(activations);
}
