using MusicGen.Contracts.Training;
using MusicGen.Learning.Optimizing;

namespace MusicGen.Learning.Tests.Optimizing;

public sealed class LearningRateTests
{
    private static readonly TrainingOptions Options = new() { LearningRate = 0.002, WarmupSteps = 10, FinalRateShare = 0.1 };

    [Theory]
    [InlineData(0, 0, 0.0002)]
    [InlineData(4, 0, 0.001)]
    [InlineData(9, 0, 0.002)]
    [InlineData(500, 0.5, 0.0011)]
    [InlineData(1000, 1, 0.0002)]
    [InlineData(1500, 1.5, 0.0002)]
    public void At_RisesInALineAndFallsAlongACosine(long step, double progress, double rate) =>
        Assert.Equal(rate, LearningRate.At(Options, step, progress), 1e-12);

    [Theory]
    [InlineData(0, 0, 0.001)]
    [InlineData(1, 0.05, 0.5)]
    [InlineData(2, 0.1, 1)]
    public void At_InATrainingOfFewSteps_IsWarmAfterATenthOfIt(long step, double progress, double share) =>
        Assert.Equal(0.002 * share, LearningRate.At(Options with { WarmupSteps = 1000, FinalRateShare = 1 }, step, progress), 1e-12);

    [Fact]
    public void At_WithoutWarmupAndDecay_IsTheRate() =>
        Assert.Equal(0.002, LearningRate.At(Options with { WarmupSteps = 0, FinalRateShare = 1 }, 0, 0.7), 1e-12);
}
