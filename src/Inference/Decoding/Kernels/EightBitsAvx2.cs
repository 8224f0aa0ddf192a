using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Pairs of 8-bit weights by pairs of 16-bit activations, eight columns in a register of AVX2.</summary>
internal readonly struct EightBitsAvx2 : IEightBits<Vector256<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(ref readonly sbyte weights) => Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(in weights)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(ref readonly short activations) => Vector256.Create(Unsafe.As<short, int>(ref Unsafe.AsRef(in activations)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> weights, Vector256<int> activations, Vector256<int> sums) => sums + Avx2.MultiplyAddAdjacent(weights.AsInt16(), activations.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, ref float destination) => Vector256.ConvertToSingle(sums).StoreUnsafe(ref destination);
}
