using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Pairs of 8-bit weights by pairs of 16-bit activations, eight columns in a register of AVX2.</summary>
internal readonly struct Int8Avx2 : IArithmetic<Vector256<int>, sbyte, short>
{
    public static int Lanes => Vector256<int>.Count;

    public static int Depth => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(ref readonly sbyte weights) => Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(in weights)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(ref readonly short activations) => Vector256.Create(Unsafe.As<short, int>(ref Unsafe.AsRef(in activations)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> weights, Vector256<int> activations, Vector256<int> sums) => sums + Avx2.MultiplyAddAdjacent(weights.AsInt16(), activations.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, ref float destination) => Vector256.ConvertToSingle(sums).StoreUnsafe(ref destination);

    public static float ScaleOf(float largest) => Int8.ScaleOf(largest);

    public static sbyte Encode(float weight, float scale) => Int8.Encode(weight, scale);

    public static float ActivationScale(int longestColumn) => Int8.ActivationScale(longestColumn);

    public static void Store(ReadOnlySpan<float> values, float scale, Span<short> activations) => Int8.Store(values, scale, activations);
}
