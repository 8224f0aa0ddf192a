using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Inference.Decoding;

/// <summary>A network's weights as a checkpoint holds them, found whole, finite and small enough that nothing computed from them overflows; arrays are row-major.</summary>
internal sealed class NetworkWeights
{
    // A gate sums a row of weights of the layer below, one of its own and two biases; rounding to eight bits can double a weight.
    private const double LargestRow = float.MaxValue / 16;

    private NetworkWeights(ModelShape shape, Dictionary<string, StoredTensor> tensors)
    {
        // What the rows are multiplied with: the outputs of a layer are −1 to 1, embeddings are what they are.
        float[] Take(string name, int rowLength, float largestFactor = 1) => Bounded(tensors[name], rowLength, largestFactor);

        Shape = shape;
        Embedding = Take(ParameterNames.Embedding, 1);
        var largest = Embedding.Max(MathF.Abs);
        var layers = Enumerable.Range(0, shape.Layers).ToArray();
        Input = [.. layers.Select(layer => layer == 0 ? Take(ParameterNames.InputWeight(layer), shape.Embedding, largest) : Take(ParameterNames.InputWeight(layer), shape.Hidden))];
        Hidden = [.. layers.Select(layer => Take(ParameterNames.HiddenWeight(layer), shape.Hidden))];
        Bias = [.. layers.Select(layer => Take(ParameterNames.InputBias(layer), 1).Zip(Take(ParameterNames.HiddenBias(layer), 1), (input, hidden) => input + hidden).ToArray())];
        Head = Take(ParameterNames.HeadWeight, shape.Hidden);
        HeadBias = Take(ParameterNames.HeadBias, 1);
    }

    public ModelShape Shape { get; }

    /// <summary>(V, E).</summary>
    public float[] Embedding { get; }

    /// <summary>Of each layer (4H, E or H).</summary>
    public float[][] Input { get; }

    /// <summary>Of each layer (4H, H).</summary>
    public float[][] Hidden { get; }

    /// <summary>Of each layer (4H): PyTorch's two in one.</summary>
    public float[][] Bias { get; }

    /// <summary>(V, H).</summary>
    public float[] Head { get; }

    /// <summary>(V).</summary>
    public float[] HeadBias { get; }

    /// <exception cref="CheckpointFormatException">The file is malformed, does not hold exactly a network of that shape, or holds a weight that is not finite or so large that sums overflow.</exception>
    public static NetworkWeights Read(ReadOnlyMemory<byte> safetensors, ModelShape shape)
    {
        var sizes = new[] { shape.VocabularySize, shape.Embedding, shape.Hidden, shape.Layers };
        if (sizes.Any(size => size < 1)) throw new CheckpointFormatException($"{shape} has a size below 1.");
        var file = SafeTensors.Read(safetensors);
        var tensors = ParameterNames.Of(shape).Take(file.Tensors.Count + 1).ToDictionary(
            parameter => parameter.Name, parameter => file.Require(parameter.Name, TensorType.F32, parameter.Shape));
        if (file.Tensors.Count != tensors.Count) throw new CheckpointFormatException($"The file has {file.Tensors.Count} tensors; a network of {shape} has {tensors.Count}.");
        return new NetworkWeights(shape, tensors);
    }

    private static float[] Bounded(StoredTensor tensor, int rowLength, float largestFactor)
    {
        var values = tensor.ToSingles();
        if (!Array.TrueForAll(values, float.IsFinite)) throw new CheckpointFormatException($"Tensor {tensor.Name} holds a number that is not finite.");
        for (var row = 0; row < values.Length; row += rowLength)
        {
            var sum = 0.0;
            foreach (var value in values.AsSpan(row, rowLength)) sum += Math.Abs(value);
            if (Math.Max(sum, sum * largestFactor) > LargestRow) throw new CheckpointFormatException($"Tensor {tensor.Name} holds numbers so large that their sums overflow.");
        }
        return values;
    }
}
