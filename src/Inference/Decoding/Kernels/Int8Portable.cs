using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Pairs of 8-bit weights by pairs of 16-bit activations, four columns in a register of any machine.</summary>
internal readonly struct Int8Portable : IArithmetic<Vector128<int>, sbyte, short>
{
    private const int BitsOfActivation = 16;

    public static int Lanes => Vector128<int>.Count;

    public static int Depth => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(ref readonly sbyte weights) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(in Unsafe.As<sbyte, byte>(ref Unsafe.AsRef(in weights)))).AsSByte()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(ref readonly short activations) => Vector128.Create(Unsafe.As<short, int>(ref Unsafe.AsRef(in activations)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> weights, Vector128<int> activations, Vector128<int> sums) => sums + ((First(weights) * First(activations)) + (Second(weights) * Second(activations)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<int> sums, ref float destination) => Vector128.ConvertToSingle(sums).StoreUnsafe(ref destination);

    public static float ScaleOf(float largest) => Int8.ScaleOf(largest);

    public static sbyte Encode(float weight, float scale) => Int8.Encode(weight, scale);

    public static float ActivationScale(int longestColumn) => Int8.ActivationScale(longestColumn);

    public static void Store(ReadOnlySpan<float> values, float scale, Span<short> activations) => Int8.Store(values, scale, activations);

    // A pair of 16-bit numbers in a lane: the first is its lower half.
    private static Vector128<int> First(Vector128<int> pairs) => (pairs << BitsOfActivation) >> BitsOfActivation;

    private static Vector128<int> Second(Vector128<int> pairs) => pairs >> BitsOfActivation;
}
