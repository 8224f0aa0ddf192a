using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Network;

/// <summary>The network of the origin report: embedding, LSTM layers, dense softmax, with dropout between. Its weights are single precision.</summary>
/// <remarks>Dropout follows the embedding and each LSTM layer, as in Zaremba, Sutskever, Vinyals, "Recurrent neural network regularization", 2014.</remarks>
internal sealed class LstmNetwork : nn.Module<Tensor, LstmMemory, (Tensor Logits, LstmMemory Memory)>
{
    private readonly Embedding _embedding;
    private readonly LstmCore _core;
    private readonly double _inputDropout;
    private readonly double _dropout;

    /// <param name="shape">Its sizes.</param>
    /// <param name="inputDropout">Behind the embedding.</param>
    /// <param name="dropout">Behind each LSTM layer.</param>
    public LstmNetwork(ModelShape shape, double inputDropout, double dropout) : base(nameof(LstmNetwork))
    {
        (Shape, _inputDropout, _dropout) = (shape, inputDropout, dropout);
        _embedding = nn.Embedding(shape.VocabularySize, shape.Embedding);
        _core = new LstmCore(shape, dropout);
        register_module("embedding", _embedding);
        register_module("lstm", _core.Lstm);
        register_module("head", _core.Head);
    }

    public ModelShape Shape { get; }

    /// <param name="tokens">int64 (B, T).</param>
    /// <param name="memory">Of the B rows.</param>
    /// <returns>Logits, float (B, T, V), and the memory after the last token.</returns>
    public override (Tensor Logits, LstmMemory Memory) forward(Tensor tokens, LstmMemory memory) => Pass(tokens, memory, _core);

    /// <summary>The same, where <paramref name="core"/> computes in the place of LSTM layers and head.</summary>
    public (Tensor Logits, LstmMemory Memory) Pass(Tensor tokens, LstmMemory memory, LstmCore core)
    {
        var vectors = Drop(_embedding.call(tokens), _inputDropout).to(core.NumberType);               // (B, T, E)
        var (outputs, hidden, cell) = core.Lstm.call(vectors, (memory.Hidden, memory.Cell));          // (B, T, H)
        var logits = core.Head.call(Drop(outputs, _dropout)).to(ScalarType.Float32);                  // (B, T, V)
        return (logits, new LstmMemory(hidden, cell));
    }

    /// <summary>LSTM layers and head of the same sizes whose weights are others.</summary>
    public LstmCore NewCore(ScalarType numberType, Device device) => new(Shape, _dropout, numberType, device);

    /// <summary>The weights by name, in the order in which checkpoints hold them.</summary>
    public IEnumerable<(string Name, Parameter Weights)> NamedWeights()
    {
        var named = named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        return ParameterNames.Of(Shape).Select(parameter => (parameter.Name, named[parameter.Name]));
    }

    /// <summary>The weights as a checkpoint's <see cref="CheckpointFiles.Model"/>.</summary>
    public byte[] ToBytes() => SafeTensors.Write(NamedWeights().Select(named => TensorBytes.Store(named.Name, named.Weights)));

    /// <summary>Takes the weights of a checkpoint.</summary>
    /// <exception cref="CheckpointFormatException">They are not those of a network of this shape.</exception>
    public void Load(ReadOnlyMemory<byte> file)
    {
        var stored = SafeTensors.Read(file);
        foreach (var (name, weights) in NamedWeights()) TensorBytes.Load(stored, name, weights);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _embedding.Dispose();
            _core.Dispose();
        }
        base.Dispose(disposing);
    }

    private Tensor Drop(Tensor vectors, double share) => share == 0 ? vectors : nn.functional.dropout(vectors, share, training);
}
