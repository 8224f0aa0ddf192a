using MusicGen.Contracts.Training;

namespace MusicGen.Inference.Checkpoints;

/// <summary>Names and shapes of a network's weights: PyTorch's, so that its tools read our checkpoints.</summary>
/// <remarks>Rows of an LSTM weight are the gates input, forget, cell, output, H rows each. Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html</remarks>
public static class ParameterNames
{
    public const string Embedding = "embedding.weight";
    public const string HeadWeight = "head.weight";
    public const string HeadBias = "head.bias";

    /// <summary>Gates of an LSTM cell: input, forget, cell, output.</summary>
    public const int Gates = 4;

    public static string InputWeight(int layer) => $"lstm.weight_ih_l{layer}";

    public static string HiddenWeight(int layer) => $"lstm.weight_hh_l{layer}";

    public static string InputBias(int layer) => $"lstm.bias_ih_l{layer}";

    public static string HiddenBias(int layer) => $"lstm.bias_hh_l{layer}";

    /// <summary>Every weight of a network of that shape, in the order in which checkpoints hold them.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Of(ModelShape shape)
    {
        yield return (Embedding, [shape.VocabularySize, shape.Embedding]);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            yield return (InputWeight(layer), [Gates * shape.Hidden, layer == 0 ? shape.Embedding : shape.Hidden]);
            yield return (HiddenWeight(layer), [Gates * shape.Hidden, shape.Hidden]);
            yield return (InputBias(layer), [Gates * shape.Hidden]);
            yield return (HiddenBias(layer), [Gates * shape.Hidden]);
        }
        yield return (HeadWeight, [shape.VocabularySize, shape.Hidden]);
        yield return (HeadBias, [shape.VocabularySize]);
    }
}
