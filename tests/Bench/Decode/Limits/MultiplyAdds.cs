using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicGen.Bench.Decode.Limits;

/// <summary>Single precision, fused: two operations a lane.</summary>
internal readonly struct Single128 : IMultiplyAdd<Vector128<float>>
{
    public static int Operations => 2 * Vector128<float>.Count;

    public static Vector128<float> Operand => Vector128.Create(1e-3f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Next(Vector128<float> sums, Vector128<float> weights, Vector128<float> activations) => Vector128.FusedMultiplyAdd(weights, activations, sums);
}

/// <inheritdoc cref="Single128"/>
internal readonly struct Single256 : IMultiplyAdd<Vector256<float>>
{
    public static int Operations => 2 * Vector256<float>.Count;

    public static Vector256<float> Operand => Vector256.Create(1e-3f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Next(Vector256<float> sums, Vector256<float> weights, Vector256<float> activations) => Vector256.FusedMultiplyAdd(weights, activations, sums);
}

/// <inheritdoc cref="Single128"/>
internal readonly struct Single512 : IMultiplyAdd<Vector512<float>>
{
    public static int Operations => 2 * Vector512<float>.Count;

    public static Vector512<float> Operand => Vector512.Create(1e-3f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Next(Vector512<float> sums, Vector512<float> weights, Vector512<float> activations) => Vector512.FusedMultiplyAdd(weights, activations, sums);
}

/// <summary>Pairs of 16-bit numbers, summed in 32 bits: vpmaddwd and an addition, four operations a lane.</summary>
internal readonly struct Pairs128 : IMultiplyAdd<Vector128<int>>
{
    public static int Operations => 4 * Vector128<int>.Count;

    public static Vector128<int> Operand => Vector128.Create((short)3).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Next(Vector128<int> sums, Vector128<int> weights, Vector128<int> activations) => sums + Sse2.MultiplyAddAdjacent(weights.AsInt16(), activations.AsInt16());
}

/// <inheritdoc cref="Pairs128"/>
internal readonly struct Pairs256 : IMultiplyAdd<Vector256<int>>
{
    public static int Operations => 4 * Vector256<int>.Count;

    public static Vector256<int> Operand => Vector256.Create((short)3).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Next(Vector256<int> sums, Vector256<int> weights, Vector256<int> activations) => sums + Avx2.MultiplyAddAdjacent(weights.AsInt16(), activations.AsInt16());
}

/// <inheritdoc cref="Pairs128"/>
internal readonly struct Pairs512 : IMultiplyAdd<Vector512<int>>
{
    public static int Operations => 4 * Vector512<int>.Count;

    public static Vector512<int> Operand => Vector512.Create((short)3).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Next(Vector512<int> sums, Vector512<int> weights, Vector512<int> activations) => sums + Avx512BW.MultiplyAddAdjacent(weights.AsInt16(), activations.AsInt16());
}
