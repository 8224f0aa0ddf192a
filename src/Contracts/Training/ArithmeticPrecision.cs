namespace MusicGen.Contracts.Training;

/// <summary>The numbers that a network is trained with. Weights, optimizer and losses are single precision in every case, and so are checkpoints.</summary>
[GenerateSerializer, Alias("musicgen.ArithmeticPrecision")]
public enum ArithmeticPrecision
{
    /// <summary>Bfloat16 on processors that multiply with it, where it was measured to be faster; single precision elsewhere, also on a GPU. Decided when the training starts, and kept.</summary>
    Auto,

    /// <summary>32-bit floating point.</summary>
    Fp32,

    /// <summary>LSTM layers and dense layer compute with bfloat16: 8 of the 24 bits of precision.</summary>
    Bf16,
}
