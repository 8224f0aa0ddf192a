using System.Runtime.InteropServices;
using MusicGen.Bench.Decode.Engines;
using MusicGen.Inference.Checkpoints;
using static TorchSharp.torch;

namespace MusicGen.Bench.Decode.Onnx;

/// <summary>One step of a network as an ONNX model: words and memories in, logits and memories out.</summary>
internal sealed class OnnxLstm
{
    public const string Words = "words";
    public const string Logits = "logits";
    public const string OutputSuffix = "_next";

    private const float LargestEightBits = 127;

    private readonly OnnxGraph _graph = new("lstm");
    private readonly bool _isEightBits;
    private readonly long _hidden;

    private OnnxLstm(FoldedWeights weights, bool isEightBits) => (_hidden, _isEightBits) = (weights.Shape.Hidden, isEightBits);

    /// <summary>Outputs and cells of both layers; what they become has <see cref="OutputSuffix"/> behind its name.</summary>
    public static IReadOnlyList<string> Memories { get; } = ["h1", "c1", "h2", "c2"];

    /// <summary>The model's file.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="isEightBits">Whether products are those of 8-bit weights, quantised a column each, and of activations that are quantised as they come; else all is single precision.</param>
    public static byte[] Model(FoldedWeights weights, bool isEightBits)
    {
        var model = new OnnxLstm(weights, isEightBits);
        model.Write(weights);
        return model._graph.ToModel();
    }

    private void Write(FoldedWeights weights)
    {
        var gates = ParameterNames.Gates * _hidden;
        long words = weights.Shape.VocabularySize;
        _graph.Constant<long>("three_and_one", OnnxGraph.Int64, [3 * _hidden, _hidden], 2);
        _graph.Constant("table", OnnxGraph.Float, Singles(weights.Table), words, gates);
        _graph.Input(Words, OnnxGraph.Int64);
        foreach (var memory in Memories) _graph.Input(memory, OnnxGraph.Float, _hidden);

        _graph.Node("Gather", ["table", Words], ["of_word"]);
        Product("h1", "first", weights.First, bias: null, "of_h1");
        _graph.Node("Add", ["of_h1", "of_word"], ["gates1"]);
        Cell("1");
        _graph.Node("Concat", ["h1_next", "h2"], ["both"], attributes: ("axis", 1));
        Product("both", "second", weights.Second, weights.SecondBias, "gates2");
        Cell("2");
        Product("h2_next", "head", weights.Head, weights.HeadBias, Logits);

        _graph.Output(Logits, OnnxGraph.Float, words);
        foreach (var memory in Memories) _graph.Output(memory + OutputSuffix, OnnxGraph.Float, _hidden);
    }

    /// <summary>Gates (B, 4H) of a layer to its output and cells (B, H).</summary>
    private void Cell(string layer)
    {
        _graph.Node("Split", ["gates" + layer, "three_and_one"], ["to_open" + layer, "to_enter" + layer], attributes: ("axis", 1));
        _graph.Node("Sigmoid", ["to_open" + layer], ["open" + layer]);
        _graph.Node("Split", ["open" + layer], ["input" + layer, "forget" + layer, "output" + layer], attributes: ("axis", 1));
        _graph.Node("Tanh", ["to_enter" + layer], ["candidate" + layer]);
        _graph.Node("Mul", ["input" + layer, "candidate" + layer], ["entering" + layer]);
        _graph.Node("Mul", ["forget" + layer, "c" + layer], ["kept" + layer]);
        _graph.Node("Add", ["kept" + layer, "entering" + layer], ["c" + layer + OutputSuffix]);
        _graph.Node("Tanh", ["c" + layer + OutputSuffix], ["shown" + layer]);
        _graph.Node("Mul", ["output" + layer, "shown" + layer], ["h" + layer + OutputSuffix]);
    }

    /// <summary>input × weights + bias.</summary>
    /// <param name="input">(B, K).</param>
    /// <param name="name">Of the weights.</param>
    /// <param name="weights">(K, N).</param>
    /// <param name="bias">(N), or null.</param>
    /// <param name="output">(B, N).</param>
    private void Product(string input, string name, Tensor weights, Tensor? bias, string output)
    {
        if (bias is not null) _graph.Constant(name + "_bias", OnnxGraph.Float, Singles(bias), bias.shape);
        if (_isEightBits)
        {
            using var scope = NewDisposeScope();
            var scales = weights.abs().amax([0L]) / LargestEightBits;                         // (N)
            var quantised = (weights / scales).round().to(ScalarType.Int8);                  // (K, N)
            _graph.Constant(name, OnnxGraph.Int8, MemoryMarshal.Cast<byte, sbyte>(quantised.bytes), quantised.shape);
            _graph.Constant(name + "_scale", OnnxGraph.Float, Singles(scales), scales.shape);
            // Inputs: A, B, b_scale, b_zero_point, bias. Source: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
            _graph.Node("DynamicQuantizeMatMul", [input, name, name + "_scale", .. bias is null ? Array.Empty<string>() : ["", name + "_bias"]], [output], OnnxGraph.OwnOperators);
            return;
        }
        _graph.Constant(name, OnnxGraph.Float, Singles(weights), weights.shape);
        _graph.Node("MatMul", [input, name], [bias is null ? output : output + "_product"]);
        if (bias is not null) _graph.Node("Add", [output + "_product", name + "_bias"], [output]);
    }

    private static ReadOnlySpan<float> Singles(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
