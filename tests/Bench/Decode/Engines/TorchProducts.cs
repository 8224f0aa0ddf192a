using static TorchSharp.torch;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>The formulas of the cells written out over three matrix products: what a careful user of TorchSharp arrives at.</summary>
internal sealed class TorchProducts : IEngine
{
    private readonly ScalarType _type;
    private readonly bool _isLinear;
    private readonly int _hidden;
    private readonly Tensor _table;
    private readonly Tensor _first;
    private readonly Tensor _second;
    private readonly Tensor _secondBias;
    private readonly Tensor _head;
    private readonly Tensor _headBias;

    /// <param name="weights">Not owned.</param>
    /// <param name="type">What it computes with.</param>
    /// <param name="isLinear">Whether products are <c>linear</c>, which has weights (N, K), or <c>addmm</c>, which has them (K, N): neither is the faster one everywhere.</param>
    public TorchProducts(FoldedWeights weights, ScalarType type, bool isLinear)
    {
        (_type, _isLinear, _hidden) = (type, isLinear, weights.Shape.Hidden);
        (_table, _secondBias, _headBias) = (Of(weights.Table), Of(weights.SecondBias), Of(weights.HeadBias));
        (_first, _second, _head) = (OfProduct(weights.First), OfProduct(weights.Second), OfProduct(weights.Head));
    }

    public string Name => $"TorchSharp, {(_isLinear ? "linear" : "addmm")} {(_type == ScalarType.BFloat16 ? "bf16" : "fp32")}";

    public EngineKind Kind => EngineKind.TorchSharp;

    public double Tolerance => _type == ScalarType.BFloat16 ? Agreement.OfBFloat16 : Agreement.OfSinglePrecision;

    public IStepLoop Start(int rows) => new Loop(this, rows);

    public void Dispose()
    {
        foreach (var tensor in new[] { _table, _first, _second, _secondBias, _head, _headBias }) tensor.Dispose();
    }

    private Tensor Of(Tensor weights) => weights.to(_type, copy: true);

    private Tensor OfProduct(Tensor weights)
    {
        using var scope = NewDisposeScope();
        return Of(_isLinear ? weights.t().contiguous() : weights).MoveToOuterDisposeScope();
    }

    private Tensor Product(Tensor vectors, Tensor weights, Tensor bias) => _isLinear ? nn.functional.linear(vectors, weights, bias) : bias.addmm(vectors, weights);

    private sealed class Loop(TorchProducts engine, int rows) : TorchLoop
    {
        private readonly Tensor _firstMemory = zeros(rows, engine._hidden, dtype: engine._type);
        private readonly Tensor _secondMemory = zeros(rows, engine._hidden, dtype: engine._type);
        private Tensor _firstOutput = zeros(rows, engine._hidden, dtype: engine._type);
        private Tensor _secondOutput = zeros(rows, engine._hidden, dtype: engine._type);

        public override void Dispose()
        {
            foreach (var tensor in new[] { _firstMemory, _secondMemory, _firstOutput, _secondOutput }) tensor.Dispose();
        }

        protected override Tensor Pass(Tensor words)
        {
            var ofWords = engine._table.index_select(0, words);                                                                            // (B, 4H)
            var gates = engine._isLinear ? nn.functional.linear(_firstOutput, engine._first).add_(ofWords) : ofWords.addmm_(_firstOutput, engine._first);
            Renew(ref _firstOutput, Output(gates, _firstMemory));
            gates = engine.Product(cat([_firstOutput, _secondOutput], 1), engine._second, engine._secondBias);                             // (B, 4H)
            Renew(ref _secondOutput, Output(gates, _secondMemory));
            return engine.Product(_secondOutput, engine._head, engine._headBias).to(ScalarType.Float32);                                   // (B, V)
        }

        /// <summary>Renews the memory.</summary>
        private Tensor Output(Tensor gates, Tensor memory)
        {
            var size = engine._hidden;
            var open = gates.narrow(1, 0, 3 * size).sigmoid_();
            var candidate = gates.narrow(1, 3 * size, size).tanh_();
            memory.mul_(open.narrow(1, size, size)).addcmul_(open.narrow(1, 0, size), candidate, 1);
            return memory.tanh().mul_(open.narrow(1, 2 * size, size)); // (B, H)
        }
    }
}
