using System.Runtime.Intrinsics;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding.Kernels;

namespace MusicGen.Inference.Decoding;

/// <summary>A trained network for composing, its weights packed for this machine's vector unit: embedding, LSTM layers, dense head. Plain C#, no Torch.</summary>
/// <remarks>
/// Immutable and safe to share between threads, each with batches of its own. Equal weights, precision and words give equal logits to the bit: on every
/// machine and vector unit, alone or in any company in a batch. Against libtorch they differ as rounding does.
/// </remarks>
public abstract class Decoder
{
    private protected Decoder(ModelShape shape, WeightPrecision precision, VectorUnit unit) => (Shape, Precision, Unit) = (shape, precision, unit);

    public ModelShape Shape { get; }

    public WeightPrecision Precision { get; }

    /// <summary>What it multiplies with.</summary>
    public VectorUnit Unit { get; }

    /// <summary>Memory that the weights take.</summary>
    public abstract long WeightBytes { get; }

    /// <summary>Loads the weights of a checkpoint's <see cref="CheckpointFiles.Model"/>.</summary>
    /// <param name="safetensors">The whole file; it is not needed afterwards.</param>
    /// <param name="shape">From the model card.</param>
    /// <param name="precision">How to keep the weights.</param>
    /// <param name="unit">One of <see cref="VectorUnits.Available"/>. Default: the widest.</param>
    /// <exception cref="CheckpointFormatException">The file is malformed, does not hold exactly a network of that shape, holds a weight that is not finite or so large that sums overflow, or is too large to be packed.</exception>
    public static Decoder Load(ReadOnlyMemory<byte> safetensors, ModelShape shape, WeightPrecision precision = WeightPrecision.EightBits, VectorUnit? unit = null)
    {
        var used = unit ?? VectorUnits.Widest;
        if (!VectorUnits.Available.Contains(used)) throw new ArgumentOutOfRangeException(nameof(unit), unit, "This machine has no such vector unit.");
        var weights = NetworkWeights.Read(safetensors, shape);
        RequireRoom(shape);
        return (precision, used) switch
        {
            (WeightPrecision.EightBits, VectorUnit.Avx512) => new PackedDecoder<EightBitsAvx512, Vector512<int>, sbyte, short>(weights, precision, used),
            (WeightPrecision.EightBits, VectorUnit.Avx2) => new PackedDecoder<EightBitsAvx2, Vector256<int>, sbyte, short>(weights, precision, used),
            (WeightPrecision.EightBits, VectorUnit.Portable) => new PackedDecoder<EightBitsPortable, Vector128<int>, sbyte, short>(weights, precision, used),
            (WeightPrecision.BFloat16, VectorUnit.Avx512) => new PackedDecoder<BFloat16Avx512, Vector512<float>, ushort, float>(weights, precision, used),
            (WeightPrecision.BFloat16, VectorUnit.Avx2) => new PackedDecoder<BFloat16Avx2, Vector256<float>, ushort, float>(weights, precision, used),
            (WeightPrecision.BFloat16, VectorUnit.Portable) => new PackedDecoder<BFloat16Portable, Vector128<float>, ushort, float>(weights, precision, used),
            (WeightPrecision.SinglePrecision, VectorUnit.Avx512) => new PackedDecoder<SingleAvx512, Vector512<float>, float, float>(weights, precision, used),
            (WeightPrecision.SinglePrecision, VectorUnit.Avx2) => new PackedDecoder<SingleAvx2, Vector256<float>, float, float>(weights, precision, used),
            (WeightPrecision.SinglePrecision, VectorUnit.Portable) => new PackedDecoder<SinglePortable, Vector128<float>, float, float>(weights, precision, used),
            _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision."),
        };
    }

    /// <summary>Room for sequences that are stepped together, by one thread at a time.</summary>
    /// <param name="slots">How many; 1 or more.</param>
    public abstract DecoderBatch CreateBatch(int slots);

    private static void RequireRoom(ModelShape shape)
    {
        long units = Panels.PaddedUnits(shape.Hidden);
        var largest = Math.Max(
            ParameterNames.Gates * units * Math.Max(shape.VocabularySize, 2 * units), // the first layer's table, another layer's weights
            (long)Panels.CountOf(shape.VocabularySize) * Panels.Columns * units);
        if (largest > Array.MaxLength / 2) throw new CheckpointFormatException($"A network of {shape} is too large to be composed with.");
    }
}
