using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in single precision, eight columns in a register of AVX2.</summary>
internal readonly struct SingleAvx2 : IArithmetic<Vector256<float>, float, float>
{
    public static int Lanes => Vector256<float>.Count;

    public static int Depth => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref readonly float weights) => Vector256.LoadUnsafe(in weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(ref readonly float activations) => Vector256.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> weights, Vector256<float> activations, Vector256<float> sums) => Vector256.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);

    public static float ScaleOf(float largest) => 1;

    public static float Encode(float weight, float scale) => weight;

    public static float ActivationScale(int longestColumn) => 1;

    public static void Store(ReadOnlySpan<float> values, float scale, Span<float> activations) => values.CopyTo(activations);
}
