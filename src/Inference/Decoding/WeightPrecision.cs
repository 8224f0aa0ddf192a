namespace MusicGen.Inference.Decoding;

/// <summary>How a <see cref="Decoder"/> keeps weights in memory. Checkpoints hold single precision always; it is chosen when they are loaded.</summary>
public enum WeightPrecision
{
    /// <summary>Weights of 8 bits with a scale a column, activations of 16 bits, sums of 32: the fastest, and exact in every order of summation.</summary>
    EightBits,

    /// <summary>Weights rounded to bfloat16, all else in single precision.</summary>
    BFloat16,

    /// <summary>Single precision throughout: the reference.</summary>
    SinglePrecision,
}
