using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding;

namespace MusicGen.Inference.Tests.Decoding;

/// <summary>The network that a <see cref="WeightPrecision"/> stands for, in plain loops: its weights and outputs rounded as that says, all else in double precision.</summary>
/// <remarks>The first layer's input weights, the embedding and the biases are not rounded: the decoder folds them into one table.</remarks>
internal sealed class RoundedNetwork(Dictionary<string, float[]> weights, ModelShape shape, RoundedNetwork.Rounding rounding)
{
    private readonly double[][] _hidden = [.. Enumerable.Range(0, shape.Layers).Select(_ => new double[shape.Hidden])];
    private readonly double[][] _cell = [.. Enumerable.Range(0, shape.Layers).Select(_ => new double[shape.Hidden])];

    // Of a gate's row: its weights of the layer below, then those of its own layer. They share a scale.
    private readonly double[][][] _layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => Rows(weights, shape, layer).Select(rounding.OfColumn).ToArray())];
    private readonly double[][] _head = [.. weights[ParameterNames.HeadWeight].Chunk(shape.Hidden).Select(rounding.OfColumn)];

    /// <param name="OfColumn">Rounds the weights of a column.</param>
    /// <param name="OfOutput">Rounds an output.</param>
    public sealed record Rounding(Func<float[], double[]> OfColumn, Func<double, double> OfOutput);

    /// <summary>Weights −127 to 127 of a unit that fits the column; outputs in the finest unit of 16 bits with which no sum leaves 32.</summary>
    public static Rounding EightBits(ModelShape shape, int largestWeight = 127, bool truncateWeights = false, bool truncateOutputs = false)
    {
        var longest = Math.Min(shape.Layers, 2) * ((shape.Hidden + 15) / 16 * 16);
        var unitsOfOne = Math.Min(32_767, int.MaxValue / (127 * longest));
        return new(
            column =>
            {
                var largest = column.Max(Math.Abs);
                if (largest == 0) return new double[column.Length];
                var unit = largest / largestWeight;
                return [.. column.Select(weight => (double)unit * (truncateWeights ? Math.Truncate(weight / unit) : Math.Round(weight / unit)))];
            },
            output => (truncateOutputs ? Math.Truncate(output * unitsOfOne) : Math.Round(output * unitsOfOne)) / unitsOfOne);
    }

    /// <summary>Weights of eight significant bits.</summary>
    public static Rounding BFloat16(bool truncateWeights = false) => new(
        column => [.. column.Select(weight =>
        {
            if (weight == 0) return 0;
            var unit = Math.ScaleB(1, Math.ILogB(weight) - 7);
            return unit * (truncateWeights ? Math.Truncate(weight / unit) : Math.Round(weight / unit));
        })],
        output => output);

    /// <summary>Takes in a word; the logits of the next.</summary>
    public double[] Step(int token)
    {
        var input = new double[shape.Hidden];
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var (hidden, cell, heard) = (_hidden[layer], _cell[layer], _hidden[layer].ToArray());
            for (var unit = 0; unit < shape.Hidden; unit++)
            {
                double Gate(int gate)
                {
                    var row = (gate * shape.Hidden) + unit;
                    var sum = (double)weights[ParameterNames.InputBias(layer)][row] + weights[ParameterNames.HiddenBias(layer)][row];
                    if (layer == 0) sum += FromWord(token, row);
                    var below = layer == 0 ? 0 : shape.Hidden;
                    for (var i = 0; i < below; i++) sum += _layers[layer][row][i] * input[i];
                    for (var i = 0; i < shape.Hidden; i++) sum += _layers[layer][row][below + i] * heard[i];
                    return sum;
                }
                cell[unit] = (Sigmoid(Gate(1)) * cell[unit]) + (Sigmoid(Gate(0)) * Math.Tanh(Gate(2)));
                hidden[unit] = rounding.OfOutput(Sigmoid(Gate(3)) * Math.Tanh(cell[unit]));
            }
            input = hidden;
        }
        var logits = new double[shape.VocabularySize];
        for (var word = 0; word < logits.Length; word++)
        {
            logits[word] = weights[ParameterNames.HeadBias][word];
            for (var i = 0; i < shape.Hidden; i++) logits[word] += _head[word][i] * input[i];
        }
        return logits;
    }

    private double FromWord(int token, int row)
    {
        var sum = 0.0;
        for (var i = 0; i < shape.Embedding; i++)
            sum += (double)weights[ParameterNames.Embedding][(token * shape.Embedding) + i] * weights[ParameterNames.InputWeight(0)][(row * shape.Embedding) + i];
        return sum;
    }

    private static IEnumerable<float[]> Rows(Dictionary<string, float[]> weights, ModelShape shape, int layer)
    {
        var own = weights[ParameterNames.HiddenWeight(layer)].Chunk(shape.Hidden);
        return layer == 0 ? own : weights[ParameterNames.InputWeight(layer)].Chunk(shape.Hidden).Zip(own, (below, beside) => (float[])[.. below, .. beside]);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
