using CsCheck;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [0.3f, 2f, -1f, 2f, 0f, 1f];
    private static readonly bool[] None = new bool[6];

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Draw_ManyTimes_FollowsTheSoftmax(double temperature)
    {
        const int Draws = 20_000;
        var weights = Logits.Select(logit => Math.Exp(logit / temperature)).ToArray();

        var counts = Count(new SamplingOptions(temperature), None, Draws);

        var chiSquare = counts.Zip(weights, (count, weight) => (Count: count, Expected: Draws * weight / weights.Sum())).Sum(word => Math.Pow(word.Count - word.Expected, 2) / word.Expected);
        Assert.InRange(chiSquare, 0, 20.5); // 5 degrees of freedom: exceeded by chance once in 1,000 seeds
    }

    [Fact]
    public void Draw_WithTemperatureZero_TakesTheLowestIdOfTheLikeliest()
    {
        var counts = Count(new SamplingOptions(0), None, 50);

        Assert.Equal([0, 50, 0, 0, 0, 0], counts);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 3 })]
    [InlineData(3, new[] { 1, 3, 5 })]
    [InlineData(100, new[] { 0, 1, 2, 3, 4, 5 })]
    public void Draw_WithTopK_DrawsExactlyTheLikeliest(int topK, int[] drawn)
    {
        var counts = Count(new SamplingOptions(TopK: topK), None, 5_000);

        Assert.Equal(drawn, Drawn(counts));
    }

    // Likelihoods: 0.3655, 0.3655, 0.1345, 0.0668, 0.0495, 0.0182 for the words 1, 3, 5, 0, 4, 2 at temperature 1 (sums 0.3655, 0.7311, 0.8655, 0.9323, …).
    [Theory]
    [InlineData(0.0001, new[] { 1 })]
    [InlineData(0.35, new[] { 1 })]
    [InlineData(0.37, new[] { 1, 3 })]
    [InlineData(0.74, new[] { 1, 3, 5 })]
    [InlineData(0.90, new[] { 0, 1, 3, 5 })]
    [InlineData(1, new[] { 0, 1, 2, 3, 4, 5 })]
    public void Draw_WithTopP_DrawsExactlyTheNucleus(double topP, int[] drawn)
    {
        var counts = Count(new SamplingOptions(TopP: topP), None, 5_000);

        Assert.Equal(drawn, Drawn(counts));
    }

    [Fact]
    public void Draw_WithTopKAndTopP_MeasuresTheNucleusWithinTopK()
    {
        // Of the words 1, 3, 5 the first two have 0.8447.
        Assert.Equal([1, 3], Drawn(Count(new SamplingOptions(TopK: 3, TopP: 0.84), None, 5_000)));
        Assert.Equal([1, 3, 5], Drawn(Count(new SamplingOptions(TopK: 3, TopP: 0.85), None, 5_000)));
    }

    // Relative to the likeliest: 1, 1, 0.3679, 0.1827, 0.1353, 0.0498.
    [Theory]
    [InlineData(1, new[] { 1, 3 })]
    [InlineData(0.3, new[] { 1, 3, 5 })]
    [InlineData(0.15, new[] { 0, 1, 3, 5 })]
    [InlineData(0.04, new[] { 0, 1, 2, 3, 4, 5 })]
    public void Draw_WithMinP_DrawsWhatIsLikelyEnough(double minP, int[] drawn)
    {
        var counts = Count(new SamplingOptions(MinP: minP), None, 5_000);

        Assert.Equal(drawn, Drawn(counts));
    }

    [Fact]
    public void Draw_WithMinPAndTopP_MeasuresTheNucleusOfWhatMinPLeaves()
    {
        // Of the words 1, 3, 5 the first two have 0.8447, of all words 0.7311.
        Assert.Equal([1, 3], Drawn(Count(new SamplingOptions(MinP: 0.3, TopP: 0.84), None, 5_000)));
        Assert.Equal([1, 3, 5], Drawn(Count(new SamplingOptions(TopP: 0.84), None, 5_000)));
    }

    /// <summary>Top-p leaves hopeless words out before it ranks the others: against ranking all.</summary>
    [Fact]
    public void Draw_OfManyWordsWithTopP_DrawsExactlyTheNucleus() =>
        Gen.Select(Gen.Int[-96, 96].Array[1, 300], Gen.Double[0.02, 0.999], Gen.ULong).Sample((eighths, topP, seed) =>
        {
            float[] logits = [.. eighths.Select(eighth => eighth / 8f)];
            var weights = logits.Select(logit => Math.Exp(logit - logits.Max())).ToArray();
            var ranked = Enumerable.Range(0, logits.Length).OrderByDescending(word => logits[word]).ToArray();
            var sums = ranked.Select((_, rank) => ranked.Take(rank).Sum(word => weights[word]) / weights.Sum()).ToArray();
            var sampler = new Sampler(logits.Length, new SamplingOptions(TopP: topP));

            for (var i = 0UL; i < 50; i++)
            {
                var drawn = sampler.Draw(logits, new bool[logits.Length], new CounterRandom(seed), i);
                Assert.True(sums[Array.IndexOf(ranked, drawn)] < topP + 1e-5);
            }
        }, iter: 300);

    [Fact]
    public void Draw_WithRepetitionPenalty_LeavesARunThatIsLongerThanItIsFree()
    {
        // The words 1 2 3 4 1 2 3: the run of three goes on with 4.
        float[] logits = [0, 0, 0, 0, 9, 0];
        int[] heard = [1, 2, 3, 4, 1, 2, 3];
        int Likeliest(int length)
        {
            var sampler = new Sampler(6, new SamplingOptions(0, RepetitionPenalty: 5, RepetitionLength: length));
            foreach (var word in heard) sampler.Take(word);
            return sampler.Draw(logits, None, new CounterRandom(1), 0);
        }

        Assert.Equal(4, Likeliest(length: 4));
        Assert.Equal(4, Likeliest(length: 3)); // 9 − 5: one word too many
        Assert.Equal(0, Likeliest(length: 2)); // 9 − 10
    }

    [Fact]
    public void Draw_WithRepetitionPenaltyAfterManyWords_StillKnowsTheLastThousands()
    {
        var sampler = new Sampler(6, new SamplingOptions(0, RepetitionPenalty: 5, RepetitionLength: 2));
        for (var i = 0; i < 20_000; i++) sampler.Take(i % 3);

        Assert.NotEqual(20_000 % 3, sampler.Draw([9, 9, 9, 0, 0, 0], [20_000 % 3 != 0, 20_000 % 3 != 1, 20_000 % 3 != 2, false, true, true], new CounterRandom(1), 0));
    }

    [Fact]
    public void Draw_WithForbiddenWords_NeverDrawsThem()
    {
        var counts = Count(new SamplingOptions(), [false, true, false, true, false, false], 5_000);

        Assert.Equal([0, 2, 4, 5], Drawn(counts));
    }

    [Fact]
    public void Draw_OfAnyLogits_GivesAnAllowedWordAndTheSameAgain() =>
        Gen.Select(Gen.Select(Gen.Single, Gen.Bool).Array[1, 40], Gen.Double[0, 3], Gen.Int[0, 5], Gen.Double[0.01, 1], Gen.ULong).Sample((words, temperature, topK, topP, seed) =>
        {
            float[] logits = [.. words.Select(word => word.Item1)];
            bool[] forbidden = [.. words.Select(word => word.Item2)];
            var options = new SamplingOptions(temperature, topK, topP);
            if (!words.Any(word => !word.Item2 && word.Item1 > float.NegativeInfinity))
            {
                Assert.Throws<ArgumentException>(() => new Sampler(logits.Length, options).Draw(logits, forbidden, new CounterRandom(seed), 0));
                return;
            }

            var drawn = new Sampler(logits.Length, options).Draw(logits, forbidden, new CounterRandom(seed), 0);

            Assert.False(forbidden[drawn]);
            Assert.False(float.IsNaN(logits[drawn]));
            Assert.Equal(drawn, new Sampler(logits.Length, options).Draw(logits, forbidden, new CounterRandom(seed), 0));
        }, iter: 5_000);

    [Fact]
    public void Draw_AfterTheFirst_AllocatesNothing()
    {
        var sampler = new Sampler(Logits.Length, new SamplingOptions(1, 4, 0.9, 0.01, 1, 4));
        for (var i = 0; i < 40; i++) sampler.Take(i % 5);
        sampler.Draw(Logits, None, new CounterRandom(1), 0);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0UL; i < 100; i++) sampler.Take(sampler.Draw(Logits, None, new CounterRandom(1), i));

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(-0.1, 0, 1.0, "Temperature")]
    [InlineData(double.NaN, 0, 1.0, "Temperature")]
    [InlineData(1.0, -1, 1.0, "TopK")]
    [InlineData(1.0, 0, 0.0, "TopP")]
    [InlineData(1.0, 0, 1.1, "TopP")]
    [InlineData(1.0, 0, 1.0, "MinP", 1.1)]
    [InlineData(1.0, 0, 1.0, "RepetitionPenalty", 0.0, -1.0)]
    [InlineData(1.0, 0, 1.0, "RepetitionLength", 0.0, 1.0, 0)]
    public void Construction_WithAnOptionOutOfRange_NamesIt(double temperature, int topK, double topP, string option, double minP = 0, double penalty = 0, int length = 1)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(6, new SamplingOptions(temperature, topK, topP, minP, penalty, length)));

        Assert.Equal(option, refused.ParamName);
    }

    private static int[] Count(SamplingOptions options, bool[] forbidden, int draws)
    {
        var sampler = new Sampler(Logits.Length, options);
        var counts = new int[Logits.Length];
        for (var i = 0; i < draws; i++) counts[sampler.Draw(Logits, forbidden, new CounterRandom(42), (ulong)i)]++;
        return counts;
    }

    private static int[] Drawn(int[] counts) => [.. Enumerable.Range(0, counts.Length).Where(word => counts[word] > 0)];
}
