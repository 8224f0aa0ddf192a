namespace MusicGen.Inference.Decoding;

/// <summary>What a machine multiplies vectors with. Results are the same on all of them; only the time differs.</summary>
public enum VectorUnit
{
    /// <summary>Registers of 128 bits, on any machine; ARM's among them.</summary>
    Portable,

    /// <summary>Registers of 256 bits, x64.</summary>
    Avx2,

    /// <summary>Registers of 512 bits, x64 with AVX-512F and BW.</summary>
    Avx512,
}
