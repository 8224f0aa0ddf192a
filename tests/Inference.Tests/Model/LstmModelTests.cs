using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Model;

namespace MusicGen.Inference.Tests.Model;

/// <summary>The oracle is the textbook's LSTM in double precision, written here without a thought for speed.</summary>
public sealed class LstmModelTests
{
    private static readonly ModelShape Odd = new(VocabularySize: 11, Embedding: 5, Hidden: 7, Layers: 2);

    [Theory]
    [InlineData(4, 1, 1, 1)]
    [InlineData(11, 5, 7, 2)]
    [InlineData(32, 16, 24, 3)]
    [InlineData(253, 33, 65, 2)]
    public void Step_OverASequence_AgreesWithDoublePrecision(int words, int embedding, int hidden, int layers)
    {
        var shape = new ModelShape(words, embedding, hidden, layers);
        var weights = SmallNetworks.Weights(shape, seed: 7);
        var model = LstmModel.Load(SmallNetworks.File(shape, weights), shape);
        var state = new LstmState(shape);
        var logits = new float[words];
        var oracle = new double[layers][][];
        for (var layer = 0; layer < layers; layer++) oracle[layer] = [new double[hidden], new double[hidden]];

        for (var step = 0; step < 40; step++)
        {
            var token = step * 5 % words;
            model.Step(token, state, logits);

            var expected = Step(weights, shape, token, oracle);
            for (var word = 0; word < words; word++) Assert.Equal(expected[word], logits[word], 1e-4);
        }
    }

    [Fact]
    public void Step_OfTwoStatesInTurns_GivesEachWhatItGetsAlone()
    {
        var model = SmallNetworks.Model(Odd);
        int[] first = [1, 2, 3, 4, 5], second = [6, 6, 6, 0, 9];
        var (alone1, alone2) = (Run(model, first), Run(model, second));
        LstmState state1 = new(Odd), state2 = new(Odd);
        float[] logits1 = new float[Odd.VocabularySize], logits2 = new float[Odd.VocabularySize];

        for (var i = 0; i < first.Length; i++)
        {
            model.Step(first[i], state1, logits1);
            model.Step(second[i], state2, logits2);
        }

        Assert.Equal(alone1, logits1);
        Assert.Equal(alone2, logits2);
        Assert.NotEqual(logits1, logits2);
    }

    [Fact]
    public void CopyFrom_AnotherState_GoesOnAsThatOneAndLeavesItAlone()
    {
        var model = SmallNetworks.Model(Odd);
        LstmState original = new(Odd), copy = new(Odd);
        float[] expected = new float[Odd.VocabularySize], logits = new float[Odd.VocabularySize];
        model.Step(3, original, logits);
        copy.CopyFrom(original);
        model.Step(8, copy, expected);

        model.Step(8, original, logits);

        Assert.Equal(expected, logits);
    }

    [Fact]
    public void Reset_AfterSteps_RemembersNothing()
    {
        var model = SmallNetworks.Model(Odd);
        var state = new LstmState(Odd);
        var logits = new float[Odd.VocabularySize];
        model.Step(3, state, logits);
        state.Reset();

        model.Step(4, state, logits);

        Assert.Equal(Run(model, [4]), logits);
    }

    [Fact]
    public void Step_AfterTheFirst_AllocatesNothing()
    {
        var model = SmallNetworks.Model(Odd);
        var state = new LstmState(Odd);
        var logits = new float[Odd.VocabularySize];
        model.Step(0, state, logits);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++) model.Step(i % 8, state, logits);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Load_WithAnotherShape_NamesTheTensor()
    {
        var file = SmallNetworks.File(Odd, SmallNetworks.Weights(Odd, 1));

        var refused = Assert.Throws<CheckpointFormatException>(() => LstmModel.Load(file, Odd with { Hidden = 8 }));

        Assert.Equal("Tensor lstm.weight_ih_l0 has the shape (28, 5), not (32, 5).", refused.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Load_WithAnotherNumberOfLayers_IsRefused(int layers)
    {
        var file = SmallNetworks.File(Odd, SmallNetworks.Weights(Odd, 1));

        Assert.Throws<CheckpointFormatException>(() => LstmModel.Load(file, Odd with { Layers = layers }));
    }

    [Fact]
    public void Load_OfAWeightThatIsNotANumber_NamesTheTensor()
    {
        var weights = SmallNetworks.Weights(Odd, 1);
        weights[ParameterNames.HeadBias][4] = float.NaN;

        var refused = Assert.Throws<CheckpointFormatException>(() => LstmModel.Load(SmallNetworks.File(Odd, weights), Odd));

        Assert.Equal("Tensor head.bias holds a number that is not finite.", refused.Message);
    }

    private static float[] Run(LstmModel model, int[] tokens)
    {
        var state = new LstmState(model.Shape);
        var logits = new float[model.Shape.VocabularySize];
        foreach (var token in tokens) model.Step(token, state, logits);
        return logits;
    }

    private static double[] Step(Dictionary<string, float[]> weights, ModelShape shape, int token, double[][][] state)
    {
        var input = weights[ParameterNames.Embedding].Skip(token * shape.Embedding).Take(shape.Embedding).Select(x => (double)x).ToArray();
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var (hidden, cell) = (state[layer][0], state[layer][1]);
            var fromInput = Multiply(weights[ParameterNames.InputWeight(layer)], input);
            var fromHidden = Multiply(weights[ParameterNames.HiddenWeight(layer)], hidden);
            double Gate(int gate, int unit) => fromInput[gate * shape.Hidden + unit] + fromHidden[gate * shape.Hidden + unit]
                + weights[ParameterNames.InputBias(layer)][gate * shape.Hidden + unit] + weights[ParameterNames.HiddenBias(layer)][gate * shape.Hidden + unit];
            for (var unit = 0; unit < shape.Hidden; unit++)
            {
                cell[unit] = Sigmoid(Gate(1, unit)) * cell[unit] + Sigmoid(Gate(0, unit)) * Math.Tanh(Gate(2, unit));
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
