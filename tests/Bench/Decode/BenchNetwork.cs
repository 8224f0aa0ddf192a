using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Randomness;

namespace MusicGen.Bench.Decode;

/// <summary>A network whose weights are drawn, not learnt: speed depends on their number alone.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="File">Content of a checkpoint's <see cref="CheckpointFiles.Model"/>.</param>
internal sealed record BenchNetwork(ModelShape Shape, byte[] File)
{
    public const int Words = 500;
    public const int Embedding = 256;
    public const int Layers = 2;

    /// <summary>Bounds a uniform draw of variance one, as Torch begins an embedding.</summary>
    private static readonly double UnitVariance = Math.Sqrt(3);

    /// <summary>Weights that a step multiplies with: all but the first layer's input weights, which can be multiplied with each word's vector beforehand.</summary>
    public long StepWeights => StepWeightsOf(Shape.Hidden);

    public static long StepWeightsOf(int hidden) => ((long)ParameterNames.Gates * hidden * hidden * ((2 * Layers) - 1)) + ((long)Words * hidden);

    /// <summary>Weights uniform within ±1/√H, as Torch begins a network and as large as those of a trained one; vectors of words of variance one; biases of gates within ±1, so that gates differ.</summary>
    public static BenchNetwork Draw(int hidden)
    {
        var shape = new ModelShape(Words, Embedding, hidden, Layers);
        return new BenchNetwork(shape, SafeTensors.Write(ParameterNames.Of(shape).Select(parameter => Draw(parameter.Name, parameter.Shape, hidden))));
    }

    private static StoredTensor Draw(string name, long[] shape, int hidden)
    {
        var random = CounterRandom.For(1, name);
        var bound = name == ParameterNames.Embedding ? UnitVariance : shape.Length == 1 && name != ParameterNames.HeadBias ? 1 : 1 / Math.Sqrt(hidden);
        var weights = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < weights.Length; i++) weights[i] = (float)(bound * ((2 * random.Uniform((ulong)i)) - 1));
        return StoredTensor.Of(name, weights, shape);
    }
}
