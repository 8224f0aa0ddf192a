using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Pairs of 8-bit weights by pairs of 16-bit activations, four columns in a register of any machine.</summary>
internal readonly struct EightBitsPortable : IEightBits<Vector128<int>>
{
    private const int BitsOfActivation = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(ref readonly sbyte weights) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(in Unsafe.As<sbyte, byte>(ref Unsafe.AsRef(in weights)))).AsSByte()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(ref readonly short activations) => Vector128.Create(Unsafe.As<short, int>(ref Unsafe.AsRef(in activations)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> weights, Vector128<int> activations, Vector128<int> sums) => sums + ((First(weights) * First(activations)) + (Second(weights) * Second(activations)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<int> sums, ref float destination) => Vector128.ConvertToSingle(sums).StoreUnsafe(ref destination);

    // A pair of 16-bit numbers in a lane: the first is its lower half.
    private static Vector128<int> First(Vector128<int> pairs) => (pairs << BitsOfActivation) >> BitsOfActivation;

    private static Vector128<int> Second(Vector128<int> pairs) => pairs >> BitsOfActivation;
}
