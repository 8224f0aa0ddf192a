using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Pairs of 8-bit weights by pairs of 16-bit activations, sixteen columns in a register of AVX-512.</summary>
internal readonly struct EightBitsAvx512 : IEightBits<Vector512<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(ref readonly sbyte weights) => Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(in weights)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(ref readonly short activations) => Vector512.Create(Unsafe.As<short, int>(ref Unsafe.AsRef(in activations)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> weights, Vector512<int> activations, Vector512<int> sums) => sums + Avx512BW.MultiplyAddAdjacent(weights.AsInt16(), activations.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> sums, ref float destination) => Vector512.ConvertToSingle(sums).StoreUnsafe(ref destination);
}
