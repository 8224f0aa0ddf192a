using System.Runtime.CompilerServices;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Four registers side by side: a strip of 4 × <see cref="Lanes"/> columns, of weights or of sums.</summary>
/// <remarks>Four fields are as many as the compiler keeps in registers.</remarks>
internal struct Strip<TArithmetic, TVector, TWeight, TActivation>
    where TArithmetic : struct, IArithmetic<TVector, TWeight, TActivation>
    where TVector : struct
    where TWeight : unmanaged
    where TActivation : unmanaged
{
    public const int Registers = 4;

    private TVector _first;
    private TVector _second;
    private TVector _third;
    private TVector _fourth;

    /// <summary>Columns in a register: 4, 8 or 16.</summary>
    public static int Lanes => Unsafe.SizeOf<TVector>() / sizeof(float);

    /// <summary>Weights of a column that one step takes: 1, or 2 that lie side by side.</summary>
    public static int Depth => sizeof(float) / Unsafe.SizeOf<TActivation>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip<TArithmetic, TVector, TWeight, TActivation> Load(ref TWeight weights)
    {
        var apart = Lanes * Depth;
        return new()
        {
            _first = TArithmetic.Load(in weights),
            _second = TArithmetic.Load(in Unsafe.Add(ref weights, apart)),
            _third = TArithmetic.Load(in Unsafe.Add(ref weights, 2 * apart)),
            _fourth = TArithmetic.Load(in Unsafe.Add(ref weights, 3 * apart)),
        };
    }

    /// <summary>These sums and the products of a strip of weights with the activations of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Strip<TArithmetic, TVector, TWeight, TActivation> Plus(Strip<TArithmetic, TVector, TWeight, TActivation> weights, ref TActivation activations)
    {
        var factor = TArithmetic.Broadcast(in activations);
        return new()
        {
            _first = TArithmetic.MultiplyAdd(weights._first, factor, _first),
            _second = TArithmetic.MultiplyAdd(weights._second, factor, _second),
            _third = TArithmetic.MultiplyAdd(weights._third, factor, _third),
            _fourth = TArithmetic.MultiplyAdd(weights._fourth, factor, _fourth),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float sums)
    {
        TArithmetic.Store(_first, ref sums);
        TArithmetic.Store(_second, ref Unsafe.Add(ref sums, Lanes));
        TArithmetic.Store(_third, ref Unsafe.Add(ref sums, 2 * Lanes));
        TArithmetic.Store(_fourth, ref Unsafe.Add(ref sums, 3 * Lanes));
    }
}
