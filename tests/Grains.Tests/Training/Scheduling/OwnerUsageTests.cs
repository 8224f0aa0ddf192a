using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

public sealed class OwnerUsageTests
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(24);

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(24, 500)]
    [InlineData(48, 250)]
    [InlineData(12, 707.10678)]
    [InlineData(-1, 1000)]
    public void Decayed_AfterHours_IsHalvedEachHalfLife(int hours, double expected) =>
        Assert.Equal(expected, new OwnerUsage(1000, PlayedPool.Noon).Decayed(PlayedPool.Noon.AddHours(hours), HalfLife), 1e-5);

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    [InlineData(86_400)]
    [InlineData(1_000_000)]
    public void OfHolding_AnyTime_IsTheSumOfItsDecayedSeconds(int seconds)
    {
        var sum = Enumerable.Range(0, seconds).Sum(second => Math.Pow(2, -(second + 0.5) / HalfLife.TotalSeconds));

        Assert.Equal(sum, OwnerUsage.OfHolding(TimeSpan.FromSeconds(seconds), HalfLife), sum * 1e-6);
    }
}
