using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Model;
using MusicGen.Learning.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Network;

/// <summary>The network of the origin report: embedding, LSTM layers, dense softmax, with dropout between.</summary>
/// <remarks>Dropout follows the embedding and each LSTM layer, as in Zaremba, Sutskever, Vinyals, "Recurrent neural network regularization", 2014.</remarks>
internal sealed class LstmNetwork : nn.Module<Tensor, LstmMemory, (Tensor Logits, LstmMemory Memory)>
{
    private readonly Embedding _embedding;
    private readonly Dropout _dropout;
    private readonly LSTM _lstm;
    private readonly Linear _head;

    public LstmNetwork(ModelShape shape, double dropout) : base(nameof(LstmNetwork))
    {
        Shape = shape;
        _embedding = nn.Embedding(shape.VocabularySize, shape.Embedding);
        _dropout = nn.Dropout(dropout);
        // Torch warns about dropout between the layers of one layer.
        _lstm = nn.LSTM(shape.Embedding, shape.Hidden, shape.Layers, batchFirst: true, dropout: shape.Layers > 1 ? dropout : 0);
        _head = nn.Linear(shape.Hidden, shape.VocabularySize);
        register_module("embedding", _embedding);
        register_module("dropout", _dropout);
        register_module("lstm", _lstm);
        register_module("head", _head);
    }

    public ModelShape Shape { get; }

    /// <param name="tokens">int64 (B, T).</param>
    /// <param name="memory">Of the B lanes.</param>
    /// <returns>Logits, float (B, T, V), and the memory after the last token.</returns>
    public override (Tensor Logits, LstmMemory Memory) forward(Tensor tokens, LstmMemory memory)
    {
        var vectors = _dropout.call(_embedding.call(tokens));                                    // (B, T, E)
        var (outputs, hidden, cell) = _lstm.call(vectors, (memory.Hidden, memory.Cell));         // (B, T, H)
        var logits = _head.call(_dropout.call(outputs));                                         // (B, T, V)
        return (logits, new LstmMemory(hidden, cell));
    }

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
            _dropout.Dispose();
            _lstm.Dispose();
            _head.Dispose();
        }
        base.Dispose(disposing);
    }
}
