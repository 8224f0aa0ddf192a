using MusicGen.Contracts.Training;

namespace MusicGen.Inference.Model;

/// <summary>What a network remembers of the words so far: hidden and cell vectors of every layer. Starts with zeros, the memory of nothing.</summary>
/// <remarks>Also the workspace of its own steps. One thread at a time; many states can share a model.</remarks>
public sealed class LstmState
{
    private readonly float[][] _hidden; // layers × (padded H)
    private readonly float[][] _cell;   // layers × (padded H)

    /// <param name="shape">Of the model that it is for.</param>
    public LstmState(ModelShape shape)
    {
        Shape = shape;
        var padded = FixedOrder.Padded(shape.Hidden);
        _hidden = [.. Enumerable.Range(0, shape.Layers).Select(_ => new float[padded])];
        _cell = [.. Enumerable.Range(0, shape.Layers).Select(_ => new float[padded])];
        Gates = new float[ParameterNames.Gates * padded];
    }

    public ModelShape Shape { get; }

    /// <summary>Gate sums of one layer's step: input, forget, cell, output, each padded H long.</summary>
    internal float[] Gates { get; }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        foreach (var vector in _hidden) Array.Clear(vector);
        foreach (var vector in _cell) Array.Clear(vector);
    }

    /// <summary>Remembers what another state of the same shape does, from where both can go on differently.</summary>
    public void CopyFrom(LstmState other)
    {
        if (other.Shape != Shape) throw new ArgumentException($"A state of {other.Shape} cannot become one of {Shape}.", nameof(other));
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            other._hidden[layer].CopyTo(_hidden[layer], 0);
            other._cell[layer].CopyTo(_cell[layer], 0);
        }
    }

    internal Span<float> Hidden(int layer) => _hidden[layer];

    internal Span<float> Cell(int layer) => _cell[layer];
}
