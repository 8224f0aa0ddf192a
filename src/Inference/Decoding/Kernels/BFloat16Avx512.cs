using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in bfloat16, multiplied in single precision, sixteen columns in a register of AVX-512.</summary>
internal readonly struct BFloat16Avx512 : IArithmetic<Vector512<float>, ushort, float>
{
    public static int Lanes => Vector512<float>.Count;

    public static int Depth => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly ushort weights) => (Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(in weights)) << BFloat16.Shift).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(ref readonly float activations) => Vector512.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> weights, Vector512<float> activations, Vector512<float> sums) => Vector512.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);

    public static float ScaleOf(float largest) => 1;

    public static ushort Encode(float weight, float scale) => BFloat16.Encode(weight);

    public static float ActivationScale(int longestColumn) => 1;

    public static void Store(ReadOnlySpan<float> values, float scale, Span<float> activations) => values.CopyTo(activations);
}
