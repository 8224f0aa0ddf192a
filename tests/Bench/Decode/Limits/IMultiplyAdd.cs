namespace MusicGen.Bench.Decode.Limits;

/// <summary>A multiply-add instruction of one width, or the pair of instructions that make one.</summary>
/// <remarks>Implemented by empty structs, so that the compiler makes a loop of its own for each.</remarks>
internal interface IMultiplyAdd<TVector> where TVector : unmanaged
{
    /// <summary>Multiplications and additions that one does.</summary>
    static abstract int Operations { get; }

    /// <summary>Numbers to multiply.</summary>
    static abstract TVector Operand { get; }

    /// <summary>The sums with another product each.</summary>
    static abstract TVector Next(TVector sums, TVector weights, TVector activations);
}
