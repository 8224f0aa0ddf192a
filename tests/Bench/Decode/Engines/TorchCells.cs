using MusicGen.Inference.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>Two of <c>nn.LSTMCell</c>, between an embedding and a dense layer.</summary>
internal sealed class TorchCells : IEngine
{
    private readonly Embedding _embedding;
    private readonly LSTMCell[] _cells;
    private readonly Linear _head;
    private readonly int _hidden;

    public TorchCells(BenchNetwork network)
    {
        var shape = network.Shape;
        _hidden = shape.Hidden;
        _embedding = nn.Embedding(shape.VocabularySize, shape.Embedding);
        _cells = [.. Enumerable.Range(0, shape.Layers).Select(layer => nn.LSTMCell(layer == 0 ? shape.Embedding : shape.Hidden, shape.Hidden))];
        _head = nn.Linear(shape.Hidden, shape.VocabularySize);

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var stored = SafeTensors.Read(network.File).Tensors.ToDictionary(tensor => tensor.Name, tensor => torch.tensor(tensor.ToSingles(), [.. tensor.Shape]));
        _embedding.weight!.copy_(stored[ParameterNames.Embedding]);
        foreach (var (layer, cell) in _cells.Index())
        {
            cell.weight_ih!.copy_(stored[ParameterNames.InputWeight(layer)]);
            cell.weight_hh!.copy_(stored[ParameterNames.HiddenWeight(layer)]);
            cell.bias_ih!.copy_(stored[ParameterNames.InputBias(layer)]);
            cell.bias_hh!.copy_(stored[ParameterNames.HiddenBias(layer)]);
        }
        _head.weight!.copy_(stored[ParameterNames.HeadWeight]);
        _head.bias!.copy_(stored[ParameterNames.HeadBias]);
    }

    public string Name => "TorchSharp, LSTMCell";

    public EngineKind Kind => EngineKind.TorchSharp;

    public double Tolerance => Agreement.OfSinglePrecision;

    public IStepLoop Start(int rows) => new Loop(this, rows);

    public void Dispose()
    {
        _embedding.Dispose();
        foreach (var cell in _cells) cell.Dispose();
        _head.Dispose();
    }

    private sealed class Loop(TorchCells engine, int rows) : TorchLoop
    {
        private readonly Tensor[] _outputs = [.. engine._cells.Select(_ => zeros(rows, engine._hidden))];
        private readonly Tensor[] _memories = [.. engine._cells.Select(_ => zeros(rows, engine._hidden))];

        public override void Dispose()
        {
            foreach (var tensor in _outputs.Concat(_memories)) tensor.Dispose();
        }

        protected override Tensor Pass(Tensor words)
        {
            var vectors = engine._embedding.call(words); // (B, E), then (B, H)
            for (var layer = 0; layer < _outputs.Length; layer++)
            {
                var (output, memory) = engine._cells[layer].call(vectors, (_outputs[layer], _memories[layer]));
                Renew(ref _outputs[layer], output);
                Renew(ref _memories[layer], memory);
                vectors = output;
            }
            return engine._head.call(vectors); // (B, V)
        }
    }
}
