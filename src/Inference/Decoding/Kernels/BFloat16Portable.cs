using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in bfloat16, multiplied in single precision, four columns in a register of any machine.</summary>
internal readonly struct BFloat16Portable : IArithmetic<Vector128<float>, ushort, float>
{
    public static int Lanes => Vector128<float>.Count;

    public static int Depth => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref readonly ushort weights) => (Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(in Unsafe.As<ushort, byte>(ref Unsafe.AsRef(in weights)))).AsUInt16()) << BFloat16.Shift).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(ref readonly float activations) => Vector128.Create(activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> weights, Vector128<float> activations, Vector128<float> sums) => Vector128.FusedMultiplyAdd(weights, activations, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> sums, ref float destination) => sums.StoreUnsafe(ref destination);

    public static float ScaleOf(float largest) => 1;

    public static ushort Encode(float weight, float scale) => BFloat16.Encode(weight);

    public static float ActivationScale(int longestColumn) => 1;

    public static void Store(ReadOnlySpan<float> values, float scale, Span<float> activations) => values.CopyTo(activations);
}
