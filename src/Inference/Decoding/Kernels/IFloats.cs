namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Numbers that are multiplied in single precision, however the weights are stored: nothing has a scale.</summary>
/// <inheritdoc cref="IArithmetic{TVector,TWeight,TActivation}"/>
internal interface IFloats<TVector, TWeight> : IArithmetic<TVector, TWeight, float>
    where TVector : struct
    where TWeight : unmanaged
{
    static float IArithmetic<TVector, TWeight, float>.ScaleOf(float largest) => 1;

    static float IArithmetic<TVector, TWeight, float>.ActivationScale(int longestColumn) => 1;

    static void IArithmetic<TVector, TWeight, float>.Store(ReadOnlySpan<float> values, float scale, Span<float> activations) => values.CopyTo(activations);
}
