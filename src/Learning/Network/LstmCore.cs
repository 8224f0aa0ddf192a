using MusicGen.Contracts.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Network;

/// <summary>The part of a network that takes nearly all of its time: LSTM layers and dense layer.</summary>
/// <remarks>Owns its modules.</remarks>
internal sealed class LstmCore : IDisposable
{
    /// <param name="shape">The network's sizes.</param>
    /// <param name="dropout">Between the layers.</param>
    /// <param name="numberType">What it computes with; single precision if not said.</param>
    /// <param name="device">Where; the CPU if not said.</param>
    public LstmCore(ModelShape shape, double dropout, ScalarType numberType = ScalarType.Float32, Device? device = null)
    {
        NumberType = numberType;
        // Torch warns about dropout between the layers of one layer.
        Lstm = nn.LSTM(shape.Embedding, shape.Hidden, shape.Layers, batchFirst: true, dropout: shape.Layers > 1 ? dropout : 0, device: device, dtype: numberType);
        Head = nn.Linear(shape.Hidden, shape.VocabularySize, device: device, dtype: numberType);
    }

    public ScalarType NumberType { get; }

    public LSTM Lstm { get; }

    public Linear Head { get; }

    /// <summary>The weights by their names in the network.</summary>
    public IEnumerable<(string Name, Parameter Weights)> NamedWeights() =>
    [
        .. Lstm.named_parameters().Select(named => ($"lstm.{named.name}", named.parameter)),
        .. Head.named_parameters().Select(named => ($"head.{named.name}", named.parameter)),
    ];

    public void Dispose()
    {
        Lstm.Dispose();
        Head.Dispose();
    }
}
