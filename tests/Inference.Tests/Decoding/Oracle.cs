using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Inference.Tests.Decoding;

/// <summary>The textbook's LSTM in double precision.</summary>
internal sealed class Oracle(Dictionary<string, float[]> weights, ModelShape shape)
{
    private readonly double[][] _hidden = [.. Enumerable.Range(0, shape.Layers).Select(_ => new double[shape.Hidden])];
    private readonly double[][] _cell = [.. Enumerable.Range(0, shape.Layers).Select(_ => new double[shape.Hidden])];

    /// <summary>Takes in a word; the logits of the next.</summary>
    public double[] Step(int token)
    {
        var input = weights[ParameterNames.Embedding].Skip(token * shape.Embedding).Take(shape.Embedding).Select(x => (double)x).ToArray();
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var (hidden, cell) = (_hidden[layer], _cell[layer]);
            var fromInput = Multiply(weights[ParameterNames.InputWeight(layer)], input);
            var fromHidden = Multiply(weights[ParameterNames.HiddenWeight(layer)], hidden);
            double Gate(int gate, int unit) => fromInput[(gate * shape.Hidden) + unit] + fromHidden[(gate * shape.Hidden) + unit]
                + weights[ParameterNames.InputBias(layer)][(gate * shape.Hidden) + unit] + weights[ParameterNames.HiddenBias(layer)][(gate * shape.Hidden) + unit];
            for (var unit = 0; unit < shape.Hidden; unit++)
            {
                cell[unit] = (Sigmoid(Gate(1, unit)) * cell[unit]) + (Sigmoid(Gate(0, unit)) * Math.Tanh(Gate(2, unit)));
                hidden[unit] = Sigmoid(Gate(3, unit)) * Math.Tanh(cell[unit]);
            }
            input = [.. hidden];
        }
        return [.. Multiply(weights[ParameterNames.HeadWeight], input).Zip(weights[ParameterNames.HeadBias], (product, bias) => product + bias)];
    }

    private static double[] Multiply(float[] matrix, double[] vector) =>
        [.. matrix.Chunk(vector.Length).Select(row => row.Zip(vector, (weight, x) => weight * x).Sum())];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
