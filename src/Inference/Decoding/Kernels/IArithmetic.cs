namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Multiply-add of one kind of weights on one vector unit: all that differs between the paths of a <see cref="Decoder"/>.</summary>
/// <remarks>
/// Implemented by empty structs, so that the compiler makes a kernel of its own for each, with everything in its place. What is the same for a kind of
/// numbers on every unit stands in <see cref="IEightBits{TVector}"/> and <see cref="IFloats{TVector,TWeight}"/>.
/// </remarks>
/// <typeparam name="TVector">A register: a 32-bit sum for each of some columns, its lanes.</typeparam>
/// <typeparam name="TWeight">A weight in memory.</typeparam>
/// <typeparam name="TActivation">What weights are multiplied with, in memory: a step takes 32 bits of it, with as many weights of each column.</typeparam>
internal interface IArithmetic<TVector, TWeight, TActivation>
    where TVector : struct
    where TWeight : unmanaged
    where TActivation : unmanaged
{
    /// <summary>The weights of one step for a register of columns, ready to be multiplied.</summary>
    static abstract TVector Load(ref readonly TWeight weights);

    /// <summary>The activations of one step, the same in every lane.</summary>
    static abstract TVector Broadcast(ref readonly TActivation activations);

    /// <summary>sums + weights × activations, lane by lane. Where it rounds it does so once, at the end.</summary>
    static abstract TVector MultiplyAdd(TVector weights, TVector activations, TVector sums);

    /// <summary>Writes the sums of a register of columns.</summary>
    static abstract void Store(TVector sums, ref float destination);

    /// <summary>What one unit of a column's stored weights is worth, by the largest of its weights.</summary>
    static abstract float ScaleOf(float largest);

    /// <summary>A weight as it is stored.</summary>
    /// <param name="weight">Finite.</param>
    /// <param name="scale">Its column's.</param>
    static abstract TWeight Encode(float weight, float scale);

    /// <summary>What one unit of a stored activation is worth in a network whose longest column has so many weights.</summary>
    static abstract float ActivationScale(int longestColumn);

    /// <summary>Stores a layer's output as the next products need it.</summary>
    /// <param name="values">−1 to 1; a multiple of eight.</param>
    /// <param name="scale">From <see cref="ActivationScale"/>.</param>
    /// <param name="activations">As long as the values.</param>
    static abstract void Store(ReadOnlySpan<float> values, float scale, Span<TActivation> activations);
}
