using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in bfloat16, multiplied in single precision, eight columns in a register of AVX2.</summary>
internal readonly struct BFloat16Avx2 : IArithmetic<Vector256<float>, ushort, float>
{
    public static int Lanes => Vector256<float>.Count;

    public static int Depth => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref readonly ushort weights) => (Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(in weights)) << BFloat16.Shift).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(ref readonly float activations) => Vector256.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> weights, Vector256<float> activations, Vector256<float> sums) => Vector256.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);

    public static float ScaleOf(float largest) => 1;

    public static ushort Encode(float weight, float scale) => BFloat16.Encode(weight);

    public static float ActivationScale(int longestColumn) => 1;

    public static void Store(ReadOnlySpan<float> values, float scale, Span<float> activations) => values.CopyTo(activations);
}
