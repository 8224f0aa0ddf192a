using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Tests.Decoding;

/// <summary>The oracle is the textbook's LSTM in double precision, written here without a thought for speed.</summary>
public sealed class DecoderTests
{
    private static readonly ModelShape Odd = new(VocabularySize: 11, Embedding: 5, Hidden: 7, Layers: 2);

    private static readonly ModelShape[] OddSizes =
        [new(4, 1, 1, 1), Odd, new(32, 16, 24, 3), new(253, 33, 65, 2), new(64, 16, 48, 1), new(65, 8, 33, 4)];

    public static TheoryData<ModelShape> Shapes => [.. OddSizes];

    /// <summary>Every way to multiply that this machine has.</summary>
    public static TheoryData<WeightPrecision, VectorUnit> Paths
    {
        get
        {
            var paths = new TheoryData<WeightPrecision, VectorUnit>();
            foreach (var precision in Enum.GetValues<WeightPrecision>())
            {
                foreach (var unit in VectorUnits.Available) paths.Add(precision, unit);
            }
            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Step_OverASequence_AgreesWithDoublePrecision(WeightPrecision precision, VectorUnit unit)
    {
        var tolerance = precision switch { WeightPrecision.SinglePrecision => 1e-5, WeightPrecision.BFloat16 => 0.1, _ => 0.15 };
        foreach (var shape in OddSizes)
        {
            var weights = SmallNetworks.Weights(shape, seed: 7);
            var batch = Decoder.Load(SmallNetworks.File(shape, weights), shape, precision, unit).CreateBatch(1);
            var logits = new float[shape.VocabularySize];
            var oracle = new Oracle(weights, shape);

            for (var step = 0; step < 40; step++)
            {
                var token = step * 5 % shape.VocabularySize;
                batch.Step(0, token, logits);

                var expected = oracle.Step(token);
                for (var word = 0; word < shape.VocabularySize; word++) Assert.Equal(expected[word], logits[word], tolerance);
            }
        }
    }

    /// <remarks>What the paths round is the same on all units, so their logits are equal to the bit.</remarks>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Step_OnEveryUnit_GivesTheSameBits(ModelShape shape)
    {
        var file = SmallNetworks.File(shape, SmallNetworks.Weights(shape, seed: 3));
        int[] tokens = [.. Enumerable.Range(0, 30).Select(i => i * i % shape.VocabularySize)];

        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            var portable = Run(Decoder.Load(file, shape, precision, VectorUnit.Portable), tokens);

            foreach (var unit in VectorUnits.Available) Assert.Equal(portable, Run(Decoder.Load(file, shape, precision, unit), tokens));
        }
    }

    /// <summary>Sequences join and leave at random, so that batches of every size and order come about.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void Step_InAnyCompany_GivesEachSlotWhatItGetsAlone(WeightPrecision precision, VectorUnit unit)
    {
        const int Slots = 70;
        var decoder = Decoder.Load(SmallNetworks.File(Odd, SmallNetworks.Weights(Odd, 5)), Odd, precision, unit);
        var (alone, together) = (decoder.CreateBatch(Slots), decoder.CreateBatch(Slots));
        var (expected, logits) = (new float[Odd.VocabularySize], new float[Slots * Odd.VocabularySize]);
        var random = new CounterRandom(11);
        var draws = 0UL;
        int Draw(int count) => (int)(random.Uniform(draws++) * count);

        for (var step = 0; step < 60; step++)
        {
            var count = step < 9 ? step : Draw(Slots + 1);
            int[] slots = [.. Enumerable.Range(0, Slots).OrderBy(_ => Draw(1 << 20)).Take(count)];
            int[] tokens = [.. slots.Select(_ => Draw(Odd.VocabularySize))];
            var drawn = Draw(count + 1);
            together.Step(slots, tokens, drawn, logits.AsSpan(0, drawn * Odd.VocabularySize));

            for (var row = 0; row < count; row++)
            {
                alone.Step(slots[row], tokens[row], expected);
                if (row < drawn) Assert.Equal(expected, logits.AsSpan(row * Odd.VocabularySize, Odd.VocabularySize).ToArray());
            }
        }
    }

    [Fact]
    public void Step_OfTheLongestColumns_OverflowsNothing()
    {
        // Every product of a sum has the same sign and its largest size: in 32 bits it would come out with the other sign.
        var shape = new ModelShape(4, 1, 1024, 2);
        var weights = SmallNetworks.Weights(shape, 1);
        foreach (var (_, values) in weights) Array.Fill(values, 4f);
        var logits = new float[4];

        foreach (var unit in VectorUnits.Available)
        {
            var batch = Decoder.Load(SmallNetworks.File(shape, weights), shape, WeightPrecision.EightBits, unit).CreateBatch(1);
            for (var step = 0; step < 12; step++) batch.Step(0, 0, logits);

            Assert.All(logits, logit => Assert.Equal(4 * 1024 + 4, logit, 8f));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Save_ThenRestoreElsewhere_GoesOnAsTheSlotDid(WeightPrecision precision, VectorUnit unit)
    {
        var decoder = Decoder.Load(SmallNetworks.File(Odd, SmallNetworks.Weights(Odd, 5)), Odd, precision, unit);
        var (batch, other) = (decoder.CreateBatch(2), decoder.CreateBatch(3));
        float[] expected = new float[Odd.VocabularySize], logits = new float[Odd.VocabularySize];
        batch.Step(1, 3, expected);
        var saved = batch.Save(1);
        batch.Copy(1, 0);
        batch.Step(1, 8, expected);
        other.Step(2, 5, logits);

        other.Restore(2, saved);
        other.Step(2, 8, logits);
        Assert.Equal(expected, logits);
        batch.Step(0, 8, logits);
        Assert.Equal(expected, logits);
        batch.Clear(0);
        batch.Step(0, 3, logits);
        Assert.Equal(Run(decoder, [3]), logits);
    }

    [Fact]
    public void Restore_OfAnotherDecodersState_IsRefused()
    {
        var file = SmallNetworks.File(Odd, SmallNetworks.Weights(Odd, 5));
        var saved = Decoder.Load(file, Odd, WeightPrecision.SinglePrecision).CreateBatch(1).Save(0);

        foreach (var other in new[] { SmallNetworks.Decoder(Odd), Decoder.Load(file, Odd, WeightPrecision.BFloat16), Decoder.Load(file, Odd, WeightPrecision.SinglePrecision) })
            Assert.Throws<ArgumentException>(() => other.CreateBatch(1).Restore(0, saved));
    }

    [Fact]
    public void Step_AfterTheFirst_AllocatesNothing()
    {
        var batch = SmallNetworks.Decoder(Odd).CreateBatch(4);
        var logits = new float[4 * Odd.VocabularySize];
        int[] slots = [2, 0, 3, 1], tokens = [1, 2, 3, 4];
        batch.Step(slots, tokens, 4, logits);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++) batch.Step(slots, tokens, 4, logits);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Step_OfWhatDoesNotExist_IsRefused()
    {
        var batch = SmallNetworks.Decoder(Odd).CreateBatch(2);
        var logits = new float[Odd.VocabularySize];

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Step(2, 0, logits));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Step(-1, 0, logits));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Step(0, 11, logits));
        Assert.Throws<ArgumentException>(() => batch.Step([0, 0], [1, 2], 1, logits));
        Assert.Throws<ArgumentException>(() => batch.Step([0, 1], [1], 1, logits));
        Assert.Throws<ArgumentException>(() => batch.Step([0, 1], [1, 2], 2, logits));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Step([0, 1], [1, 2], 3, logits));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Clear(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Copy(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallNetworks.Decoder(Odd).CreateBatch(0));
    }

    [Fact]
    public void Load_WithAnotherShape_NamesTheTensor()
    {
        var file = SmallNetworks.File(Odd, SmallNetworks.Weights(Odd, 1));

        var refused = Assert.Throws<CheckpointFormatException>(() => Decoder.Load(file, Odd with { Hidden = 8 }));

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

        Assert.Throws<CheckpointFormatException>(() => Decoder.Load(file, Odd with { Layers = layers }));
    }

    [Fact]
    public void Load_OfAWeightThatIsNotANumber_NamesTheTensor()
    {
        var weights = SmallNetworks.Weights(Odd, 1);
        weights[ParameterNames.HeadBias][4] = float.NaN;

        var refused = Assert.Throws<CheckpointFormatException>(() => Decoder.Load(SmallNetworks.File(Odd, weights), Odd));

        Assert.Equal("Tensor head.bias holds a number that is not finite.", refused.Message);
    }

    [Theory]
    [InlineData("lstm.bias_ih_l1", 3e38f)]
    [InlineData("lstm.bias_hh_l0", -3e38f)]
    [InlineData("lstm.weight_hh_l0", 1e38f)]
    [InlineData("lstm.weight_ih_l1", -1e38f)]
    [InlineData("head.weight", 1e38f)]
    [InlineData("head.bias", 3e38f)]
    public void Load_OfWeightsWhoseSumsOverflow_NamesTheTensor(string name, float weight)
    {
        var weights = SmallNetworks.Weights(Odd, 1);
        Array.Fill(weights[name], weight);

        var refused = Assert.Throws<CheckpointFormatException>(() => Decoder.Load(SmallNetworks.File(Odd, weights), Odd));

        Assert.Equal($"Tensor {name} holds numbers so large that their sums overflow.", refused.Message);
    }

    [Fact]
    public void Load_OfEmbeddingsThatOverflowWithTheInputWeights_NamesTheTensor()
    {
        var weights = SmallNetworks.Weights(Odd, 1);
        Array.Fill(weights[ParameterNames.Embedding], 1e20f);
        weights[ParameterNames.InputWeight(0)][17] = 1e20f;

        var refused = Assert.Throws<CheckpointFormatException>(() => Decoder.Load(SmallNetworks.File(Odd, weights), Odd));

        Assert.Equal("Tensor lstm.weight_ih_l0 holds numbers so large that their sums overflow.", refused.Message);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Step_OfTheLargestAndTheSmallestWeights_GivesNumbers(WeightPrecision precision, VectorUnit unit)
    {
        foreach (var (scale, ofEmbedding) in new[] { (2e36f, 0.1f), (1e-44f, 1e-44f), (float.Epsilon, float.Epsilon) })
        {
            var weights = SmallNetworks.Weights(Odd, 2, scale);
            weights[ParameterNames.Embedding] = SmallNetworks.Weights(Odd, 3, ofEmbedding)[ParameterNames.Embedding];
            var batch = Decoder.Load(SmallNetworks.File(Odd, weights), Odd, precision, unit).CreateBatch(1);
            var logits = new float[Odd.VocabularySize];

            for (var step = 0; step < 20; step++)
            {
                batch.Step(0, step % Odd.VocabularySize, logits);
                Assert.All(logits, logit => Assert.True(float.IsFinite(logit)));
            }
        }
    }

    private static float[] Run(Decoder decoder, int[] tokens)
    {
        var batch = decoder.CreateBatch(1);
        var logits = new float[decoder.Shape.VocabularySize];
        foreach (var token in tokens) batch.Step(0, token, logits);
        return logits;
    }
}
