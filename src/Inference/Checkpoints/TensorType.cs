namespace MusicGen.Inference.Checkpoints;

/// <summary>Element types that checkpoints use, by their names in safetensors.</summary>
public enum TensorType
{
    /// <summary>Bytes.</summary>
    U8,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>64-bit signed integers.</summary>
    I64,
}
