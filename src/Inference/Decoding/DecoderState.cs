namespace MusicGen.Inference.Decoding;

/// <summary>What a slot of a <see cref="DecoderBatch"/> remembered when it was saved, for batches of the same decoder. Immutable.</summary>
public sealed class DecoderState
{
    internal DecoderState(Decoder decoder, byte[] outputs, float[] cells) => (Decoder, Outputs, Cells) = (decoder, outputs, cells);

    /// <summary>Whose memory it is: to another model, precision or unit the numbers mean nothing.</summary>
    internal Decoder Decoder { get; }

    /// <summary>Of every layer, as the next products need them.</summary>
    internal byte[] Outputs { get; }

    internal float[] Cells { get; }
}
