using System.Collections.Immutable;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

public sealed class SampleRetentionTests
{
    [Fact]
    public void Keep_OfAFewPasses_LeavesThemAll()
    {
        var samples = Passes(1, 64);

        Assert.Equal(samples, SampleRetention.Keep(samples));
    }

    [Fact]
    public void Keep_OneByOne_IsBoundedAndReachesFromTheFirstPassToTheLast()
    {
        var kept = ImmutableList<TrainingSample>.Empty;

        for (var epoch = 1; epoch <= 10_000; epoch++) kept = SampleRetention.Keep(kept.AddRange(Passes(epoch, epoch)));

        var epochs = kept.Select(sample => sample.Epoch).Distinct().ToList();
        Assert.InRange(epochs.Count, 33, 65);
        Assert.Equal((1, 10_000), (epochs[0], epochs[^1]));
        Assert.Equal(2 * epochs.Count, kept.Count);
        Assert.True(epochs.Zip(epochs.Skip(1), (one, next) => next - one).Max() <= 256);
    }

    private static ImmutableList<TrainingSample> Passes(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).SelectMany(epoch => Enumerable.Range(1, 2).Select(number => new TrainingSample($"{epoch}-{number}", epoch, epoch * 10)))];
}
