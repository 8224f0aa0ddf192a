using System.Runtime.CompilerServices;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Inference.Model;

/// <summary>A trained network for composing: embedding, LSTM layers, dense head. Plain C#, no Torch.</summary>
/// <remarks>
/// Immutable and safe to share between threads, each with its own <see cref="LstmState"/>. Equal weights, words and state give equal bits on every machine:
/// <see cref="FixedOrder"/> says how. Against libtorch the logits differ in the last bits, as the order of summation does.
/// </remarks>
public sealed class LstmModel
{
    private const int RowsOfQuad = 4;

    private readonly float[] _embedding; // (V, padded E)
    private readonly LstmLayer[] _layers;
    private readonly QuadRows _head;     // (padded V, H)
    private readonly float[] _headBias;  // (V)

    private LstmModel(ModelShape shape, SafeTensors weights)
    {
        Shape = shape;
        var (words, embedding) = (shape.VocabularySize, shape.Embedding);
        var vectors = Finite(weights.Require(ParameterNames.Embedding, TensorType.F32, words, embedding));
        _embedding = new float[words * FixedOrder.Padded(embedding)];
        for (var word = 0; word < words; word++)
            vectors.AsSpan(word * embedding, embedding).CopyTo(_embedding.AsSpan(word * FixedOrder.Padded(embedding)));
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => new LstmLayer(weights, layer, layer == 0 ? embedding : shape.Hidden, shape.Hidden))];
        var head = Finite(weights.Require(ParameterNames.HeadWeight, TensorType.F32, words, shape.Hidden));
        _head = new QuadRows(FixedOrder.Padded(words), shape.Hidden, head, row => row < words ? row : -1);
        _headBias = Finite(weights.Require(ParameterNames.HeadBias, TensorType.F32, words));
    }

    public ModelShape Shape { get; }

    /// <summary>Loads the weights of a checkpoint's <see cref="CheckpointFiles.Model"/>.</summary>
    /// <param name="safetensors">The whole file; it is not needed afterwards.</param>
    /// <param name="shape">From the model card.</param>
    /// <exception cref="CheckpointFormatException">The file is malformed, does not hold exactly a network of that shape, or holds a weight that is not finite.</exception>
    public static LstmModel Load(ReadOnlyMemory<byte> safetensors, ModelShape shape)
    {
        var sizes = new[] { shape.VocabularySize, shape.Embedding, shape.Hidden, shape.Layers };
        if (sizes.Any(size => size < 1)) throw new CheckpointFormatException($"{shape} has a size below 1.");
        var weights = SafeTensors.Read(safetensors);
        var expected = ParameterNames.Of(shape).Take(weights.Tensors.Count + 1).ToList();
        foreach (var (name, parameterShape) in expected)
        {
            weights.Require(name, TensorType.F32, parameterShape);
            if (parameterShape[0] * FixedOrder.Padded((int)parameterShape[^1]) > Array.MaxLength - FixedOrder.Lanes * FixedOrder.Padded((int)parameterShape[^1]))
                throw new CheckpointFormatException($"Tensor {name} is too large to be loaded.");
        }
        if (weights.Tensors.Count != expected.Count) throw new CheckpointFormatException($"The file has {weights.Tensors.Count} tensors; a network of {shape} has {expected.Count}.");
        return new LstmModel(shape, weights);
    }

    /// <summary>Takes in one word and says how likely each word is to come next. Allocates nothing.</summary>
    /// <param name="token">The word's id.</param>
    /// <param name="state">Of this model's shape; renewed in place.</param>
    /// <param name="logits">Receives a logit for each word: natural logarithms of likelihoods that are not yet scaled to a sum of one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(int token, LstmState state, Span<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Shape.VocabularySize);
        if (state.Shape != Shape) throw new ArgumentException($"The state is of {state.Shape}, the model of {Shape}.", nameof(state));
        if (logits.Length != Shape.VocabularySize) throw new ArgumentException($"There are {Shape.VocabularySize} words, but room for {logits.Length} logits.", nameof(logits));

        var stride = FixedOrder.Padded(Shape.Embedding);
        ReadOnlySpan<float> vector = _embedding.AsSpan(token * stride, stride); // (E)
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Step(vector, state.Hidden(layer), state.Cell(layer), state.Gates);
            vector = state.Hidden(layer); // (H)
        }
        for (var word = 0; word < logits.Length; word += RowsOfQuad)
        {
            var sums = _head.Multiply(word / RowsOfQuad, vector);
            for (var row = word; row < Math.Min(word + RowsOfQuad, logits.Length); row++) logits[row] = sums[row - word] + _headBias[row];
        }
    }

    internal static float[] Finite(StoredTensor tensor)
    {
        var values = tensor.ToSingles();
        return Array.TrueForAll(values, float.IsFinite) ? values : throw new CheckpointFormatException($"Tensor {tensor.Name} holds a number that is not finite.");
    }
}
