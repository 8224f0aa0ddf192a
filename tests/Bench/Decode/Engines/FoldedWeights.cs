using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>A network's weights as a careful user of a matrix library would lay them out for stepping. Owns its tensors, single precision.</summary>
/// <remarks>
/// What a word adds to the first layer is multiplied beforehand; the two inputs of the second layer are one matrix. Gates stand in the order input, forget,
/// output, cell, so that one sigmoid serves the first three.
/// </remarks>
internal sealed class FoldedWeights : IDisposable
{
    public FoldedWeights(BenchNetwork network)
    {
        using var scope = NewDisposeScope();
        var stored = SafeTensors.Read(network.File).Tensors.ToDictionary(tensor => tensor.Name, tensor => torch.tensor(tensor.ToSingles(), [.. tensor.Shape]));
        Shape = network.Shape;
        var order = arange(ParameterNames.Gates * Shape.Hidden).view(ParameterNames.Gates, Shape.Hidden).index_select(0, torch.tensor(new long[] { 0, 1, 3, 2 })).flatten();
        Tensor Rows(string name) => stored[name].index_select(0, order);
        Tensor Bias(int layer) => Rows(ParameterNames.InputBias(layer)) + Rows(ParameterNames.HiddenBias(layer));

        Table = Kept(stored[ParameterNames.Embedding].mm(Rows(ParameterNames.InputWeight(0)).t()) + Bias(0));
        First = Kept(Rows(ParameterNames.HiddenWeight(0)).t());
        Second = Kept(cat([Rows(ParameterNames.InputWeight(1)), Rows(ParameterNames.HiddenWeight(1))], 1).t());
        SecondBias = Kept(Bias(1));
        Head = Kept(stored[ParameterNames.HeadWeight].t());
        HeadBias = Kept(stored[ParameterNames.HeadBias]);
    }

    public ModelShape Shape { get; }

    /// <summary>(V, 4H).</summary>
    public Tensor Table { get; }

    /// <summary>(H, 4H).</summary>
    public Tensor First { get; }

    /// <summary>(2H, 4H): the first layer's output, then its own.</summary>
    public Tensor Second { get; }

    /// <summary>(4H).</summary>
    public Tensor SecondBias { get; }

    /// <summary>(H, V).</summary>
    public Tensor Head { get; }

    /// <summary>(V).</summary>
    public Tensor HeadBias { get; }

    public void Dispose()
    {
        foreach (var tensor in new[] { Table, First, Second, SecondBias, Head, HeadBias }) tensor.Dispose();
    }

    private static Tensor Kept(Tensor tensor) => tensor.contiguous().DetachFromDisposeScope();
}
