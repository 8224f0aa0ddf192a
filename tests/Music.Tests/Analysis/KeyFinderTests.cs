using MusicGen.Music.Analysis;

namespace MusicGen.Music.Tests.Analysis;

/// <summary>Expected correlations: Pearson's formula over the published profiles, computed apart from this code (Python), to six digits.</summary>
public sealed class KeyFinderTests
{
    [Theory]
    [InlineData(new double[] { 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1 }, "C major", 0.756407, 0.044280)]
    [InlineData(new double[] { 2, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1 }, "C major", 0.901352, 0.145048)]
    [InlineData(new double[] { 2, 0, 1, 0, 2, 1, 0, 0, 1, 3, 0, 1 }, "A minor", 0.956887, 0.360475)]
    [InlineData(new double[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "C major", 0.684473, 0.000282)]
    public void Find_WeightsOfPitchClasses_IsTheBestCorrelatedKey(double[] weights, string key, double correlation, double margin)
    {
        var found = KeyFinder.Find(weights);

        Assert.Equal(key, found.ToString());
        Assert.Equal(correlation, found!.Value.Correlation, 1e-6);
        Assert.Equal(margin, found.Value.Margin, 2e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.1)]
    public void Find_AllPitchClassesAlike_IsNoKey(double weight) => Assert.Null(KeyFinder.Find([.. Enumerable.Repeat(weight, 12)]));
}
