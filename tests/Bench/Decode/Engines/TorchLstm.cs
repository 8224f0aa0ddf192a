using MusicGen.Learning.Network;
using static TorchSharp.torch;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>The network that learns, stepped with <c>nn.LSTM</c> one word at a time: what comes first to mind.</summary>
internal sealed class TorchLstm : IEngine
{
    private readonly LstmNetwork _network;

    public TorchLstm(BenchNetwork network)
    {
        _network = new LstmNetwork(network.Shape, inputDropout: 0, dropout: 0);
        _network.Load(network.File);
        _network.eval();
    }

    public string Name => "TorchSharp, nn.LSTM";

    public EngineKind Kind => EngineKind.TorchSharp;

    public double Tolerance => Agreement.OfSinglePrecision;

    public IStepLoop Start(int rows) => new Loop(_network, rows);

    public void Dispose() => _network.Dispose();

    private sealed class Loop(LstmNetwork network, int rows) : TorchLoop
    {
        private Tensor _hidden = zeros(network.Shape.Layers, rows, network.Shape.Hidden);
        private Tensor _cell = zeros(network.Shape.Layers, rows, network.Shape.Hidden);

        public override void Dispose()
        {
            _hidden.Dispose();
            _cell.Dispose();
        }

        protected override Tensor Pass(Tensor words)
        {
            var (logits, memory) = network.call(words.unsqueeze(1), new LstmMemory(_hidden, _cell)); // (B, 1, V)
            Renew(ref _hidden, memory.Hidden);
            Renew(ref _cell, memory.Cell);
            return logits;
        }
    }
}
