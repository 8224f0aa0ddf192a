using CsCheck;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Tests.Sampling;

/// <summary>Word by word against <see cref="ReferenceSampler"/>, and in many draws against the likelihoods themselves.</summary>
public sealed class SamplerAgainstReferenceTests
{
    private const double RoundingOfSingles = 1e-6;

    private static readonly float[] Extremes = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 1e30f];

    // Ties are frequent; differences are exact in single precision.
    private static readonly Gen<float> Logit = Gen.OneOf(Gen.Int[-96, 96].Select(eighths => eighths / 8f), Gen.Int[-12_288, 12_288].Select(parts => parts / 1024f));

    private static readonly Gen<float> AnyLogit = Gen.Frequency(
        (20, Logit), (1, Gen.Int[0, Extremes.Length - 1].Select(i => Extremes[i])));

    private static readonly Gen<float[]> Logits = Gen.Frequency((3, Logit.Array[1, 300]), (1, AnyLogit.Array[1, 300]), (1, AnyLogit.Array[1, 12]));

    private static readonly Gen<SamplingOptions> Options = Gen.Select(
        Gen.Frequency((1, Gen.Const(0.0)), (2, Gen.Const(1.0)), (5, Gen.Double[0.02, 5]), (1, Gen.Const(1e-30)), (1, Gen.Const(100.0))),
        Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 320])),
        Gen.Frequency((1, Gen.Const(1.0)), (2, Gen.Double[0.01, 1])),
        Gen.Frequency((2, Gen.Const(0.0)), (1, Gen.Double[0.001, 1]), (1, Gen.Const(1.0))),
        Gen.Int[0, 16],
        Gen.Int[1, 4],
        (temperature, topK, topP, minP, penalty, length) => new SamplingOptions(temperature, topK, topP, minP, penalty / 8.0, length));

    // In groups of eight, too: the sampler skips those.
    private static readonly Gen<Func<int, bool>> Forbidden = Gen.Select(Gen.ULong, Gen.Int[0, 3], (seed, kind) =>
        (Func<int, bool>)(word => kind != 0 && new CounterRandom(seed).Below((ulong)(kind == 1 ? word : word / 8), 4) < kind));

    [Fact]
    public void Draw_OfAnything_GivesTheWordOfTheReference()
    {
        var (draws, close) = (0, 0);
        Gen.Select(Logits, Forbidden, Options, Gen.Int[0, 5].Array[0, 40], Gen.ULong).Sample((logits, isForbidden, options, heard, seed) =>
        {
            bool[] forbidden = [.. Enumerable.Range(0, logits.Length).Select(isForbidden)];
            var (sampler, reference) = (new Sampler(logits.Length, options), new ReferenceSampler(options));
            foreach (var word in heard.Where(word => word < logits.Length))
            {
                sampler.Take(word);
                reference.Take(word);
            }
            for (var position = 0UL; position < 8; position++)
            {
                var expected = reference.Draw(logits, forbidden, new CounterRandom(seed).Uniform(position), out var margin);
                if (expected is null)
                {
                    Assert.Throws<ArgumentException>(() => sampler.Draw(logits, forbidden, new CounterRandom(seed), position));
                    return;
                }

                var drawn = sampler.Draw(logits, forbidden, new CounterRandom(seed), position);

                if (margin > RoundingOfSingles) Assert.Equal(expected, drawn);
                draws++;
                if (margin <= RoundingOfSingles) close++;
                sampler.Take(drawn);
                reference.Take(drawn);
            }
        }, iter: 2_000, threads: 1);

        Assert.InRange((double)close / draws, 0, 0.02); // or nothing was compared
    }

    [Fact]
    public void Draw_BehindThousandsOfWords_RemembersThoseOfTheReference()
    {
        const int Size = 3;
        var options = new SamplingOptions(RepetitionPenalty: 0.25, RepetitionLength: 10);
        var (sampler, reference, random) = (new Sampler(Size, options), new ReferenceSampler(options), new CounterRandom(8));
        float[] logits = [0, 0.5f, -0.5f];

        for (var word = 0; word < 5_000; word++)
        {
            // Chance, with the same forty words now and then and at last the words of long ago.
            var next = word % 500 < 40 ? word % 500 * word % 7 % Size : random.Below((ulong)(word < 4_600 ? word : word - 2_300), Size);
            if (word > 4_500 || word % 97 == 0)
            {
                var expected = reference.Draw(logits, new bool[Size], random.Uniform((ulong)word), out var margin);
                if (margin > RoundingOfSingles) Assert.Equal(expected, sampler.Draw(logits, new bool[Size], random, (ulong)word));
            }
            sampler.Take(next);
            reference.Take(next);
        }
    }

    // Degrees of freedom: one less than words that can be drawn.
    [Theory]
    [InlineData(0, 1.0, 0.0)]
    [InlineData(7, 1.0, 0.0)]
    [InlineData(0, 0.8, 0.0)]
    [InlineData(20, 0.9, 0.0)]
    [InlineData(0, 1.0, 0.1)]
    public void Draw_OfFiftyWordsManyTimes_FollowsTheLikelihoodsOfThoseLeft(int topK, double topP, double minP)
    {
        const int Draws = 40_000;
        float[] logits = [.. Enumerable.Range(0, 50).Select(word => word * 37 % 50 / 16f)];
        var likelihoods = Left(logits, topK, topP, minP);
        var sampler = new Sampler(50, new SamplingOptions(1, topK, topP, minP));
        var counts = new int[50];

        for (var i = 0UL; i < Draws; i++) counts[sampler.Draw(logits, new bool[50], new CounterRandom(6), i)]++;

        Assert.All(Enumerable.Range(0, 50), word => Assert.Equal(likelihoods[word] > 0, counts[word] > 0));
        var chiSquare = Enumerable.Range(0, 50).Where(word => likelihoods[word] > 0).Sum(word => Math.Pow(counts[word] - (Draws * likelihoods[word]), 2) / (Draws * likelihoods[word]));
        Assert.InRange(chiSquare, 0, LargestChiSquare(likelihoods.Count(likelihood => likelihood > 0) - 1));
    }

    /// <summary>The likelihoods of the words that the options leave, zeros elsewhere.</summary>
    private static double[] Left(float[] logits, int topK, double topP, double minP)
    {
        double[] weights = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
        int[] ranked = [.. Enumerable.Range(0, logits.Length).Where(word => weights[word] >= minP).OrderByDescending(word => weights[word])];
        if (topK > 0) ranked = ranked[..topK];
        var total = ranked.Sum(word => weights[word]);
        var count = 1;
        while (ranked.Take(count).Sum(word => weights[word]) < topP * total && count < ranked.Length) count++;
        total = ranked.Take(count).Sum(word => weights[word]);
        return [.. Enumerable.Range(0, logits.Length).Select(word => ranked.Take(count).Contains(word) ? weights[word] / total : 0)];
    }

    /// <summary>Exceeded by chance once in 1,000 seeds; Wilson and Hilferty, "The distribution of chi-square", 1931.</summary>
    private static double LargestChiSquare(int degrees) => degrees * Math.Pow(1 - (2.0 / (9 * degrees)) + (3.09 * Math.Sqrt(2.0 / (9 * degrees))), 3);
}
