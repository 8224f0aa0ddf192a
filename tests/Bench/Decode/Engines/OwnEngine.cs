using MusicGen.Inference.Decoding;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>Our decoder.</summary>
internal sealed class OwnEngine(BenchNetwork network, WeightPrecision precision, VectorUnit unit) : IEngine
{
    private readonly Decoder _decoder = Decoder.Load(network.File, network.Shape, precision, unit);

    public WeightPrecision Precision => precision;

    public VectorUnit Unit => unit;

    public string Name => $"{precision}, {unit}";

    public EngineKind Kind => EngineKind.Own;

    public double Tolerance => precision switch
    {
        WeightPrecision.SinglePrecision => Agreement.OfSinglePrecision,
        WeightPrecision.BFloat16 => Agreement.OfBFloat16,
        _ => Agreement.OfEightBits,
    };

    public IStepLoop Start(int rows) => new Loop(_decoder.CreateBatch(rows));

    public void Dispose()
    {
    }

    private sealed class Loop(DecoderBatch batch) : IStepLoop
    {
        private readonly int[] _slots = [.. Enumerable.Range(0, batch.Slots)];

        public void Step(ReadOnlySpan<int> tokens, Span<float> logits) => batch.Step(_slots, tokens, _slots.Length, logits);

        public void Dispose()
        {
        }
    }
}
