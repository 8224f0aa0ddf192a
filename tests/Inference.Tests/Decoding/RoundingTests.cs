using MusicGen.Contracts.Training;
using MusicGen.Inference.Decoding;

namespace MusicGen.Inference.Tests.Decoding;

/// <summary>The decoder computes the network that its precision stands for, and not one nearby.</summary>
public sealed class RoundingTests
{
    // Both relative to the root mean square of the logits.
    private const double Tolerance = 2e-6;

    // One output in a hundred lies so near to the middle between two units that single precision rounds it to the other one.
    private const double ToleranceOfUnits = 4e-5;

    // The last is so wide that outputs have a coarser unit than 16 bits would allow.
    private static readonly ModelShape[] Shapes = [new(11, 5, 7, 2), new(32, 16, 24, 3), new(253, 33, 65, 1), new(16, 8, 272, 2)];

    public static TheoryData<ModelShape, VectorUnit> Paths
    {
        get
        {
            var paths = new TheoryData<ModelShape, VectorUnit>();
            foreach (var shape in Shapes)
            {
                foreach (var unit in VectorUnits.Available) paths.Add(shape, unit);
            }
            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Step_OfEightBits_ComputesTheRoundedNetworkAndNoOther(ModelShape shape, VectorUnit unit)
    {
        double Difference(RoundedNetwork.Rounding rounding) => RelativeDifference(shape, unit, WeightPrecision.EightBits, rounding);

        var difference = Difference(RoundedNetwork.EightBits(shape));
        Assert.InRange(difference, 0, ToleranceOfUnits);
        if (unit != VectorUnits.Widest) return;
        Assert.InRange(Difference(RoundedNetwork.EightBits(shape, truncateOutputs: true)), Math.Max(3 * difference, ToleranceOfUnits), 1);
        Assert.InRange(Difference(RoundedNetwork.EightBits(shape, truncateWeights: true)), 20 * ToleranceOfUnits, 1);
        Assert.InRange(Difference(RoundedNetwork.EightBits(shape, largestWeight: 63)), 20 * ToleranceOfUnits, 1);
        Assert.InRange(Difference(RoundedNetwork.EightBits(shape, largestWeight: 126)), 20 * ToleranceOfUnits, 1);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Step_OfBFloat16_ComputesTheRoundedNetworkAndNoOther(ModelShape shape, VectorUnit unit)
    {
        Assert.InRange(RelativeDifference(shape, unit, WeightPrecision.BFloat16, RoundedNetwork.BFloat16()), 0, Tolerance);
        if (unit == VectorUnits.Widest) Assert.InRange(RelativeDifference(shape, unit, WeightPrecision.BFloat16, RoundedNetwork.BFloat16(truncateWeights: true)), 500 * Tolerance, 1);
    }

    /// <summary>Root mean squares over all steps: of the difference, by that of the logits.</summary>
    private static double RelativeDifference(ModelShape shape, VectorUnit unit, WeightPrecision precision, RoundedNetwork.Rounding rounding)
    {
        var weights = SmallNetworks.Weights(shape, seed: 9);
        var batch = Decoder.Load(SmallNetworks.File(shape, weights), shape, precision, unit).CreateBatch(1);
        var network = new RoundedNetwork(weights, shape, rounding);
        var logits = new float[shape.VocabularySize];
        var (difference, size) = (0.0, 0.0);
        for (var step = 0; step < (shape.Hidden > 100 ? 8 : 40); step++)
        {
            batch.Step(0, step * 5 % shape.VocabularySize, logits);
            foreach (var (computed, expected) in logits.Zip(network.Step(step * 5 % shape.VocabularySize)))
            {
                difference += Math.Pow(computed - expected, 2);
                size += Math.Pow(expected, 2);
            }
        }
        return Math.Sqrt(difference / size);
    }
}
