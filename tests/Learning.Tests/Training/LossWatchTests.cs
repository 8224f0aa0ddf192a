using MusicGen.Learning.Checkpoints;

namespace MusicGen.Learning.Tests.Training;

public sealed class LossWatchTests
{
    private const int Words = 100; // a guess loses 4.6

    [Fact]
    public void HasDiverged_WhereLossesFall_IsFalse()
    {
        var watch = After(LossWatch.Start, Enumerable.Range(0, 500).Select(step => 4.6 - (0.008 * step)));

        Assert.False(watch.HasDiverged(Words));
        Assert.False(watch.IsSuspect(Words));
    }

    [Fact]
    public void HasDiverged_WhereWindowsDiffer_IsFalse()
    {
        var watch = After(LossWatch.Start.After(4.6), Enumerable.Range(0, 500).Select(step => step % 2 == 0 ? 1.0 : 5.0));

        Assert.False(watch.HasDiverged(Words));
        Assert.False(watch.IsSuspect(Words));
    }

    [Fact]
    public void HasDiverged_WhereAllThatWasLearntIsLost_IsTrueThoughAGuessLosesNoLess()
    {
        var learnt = After(LossWatch.Start, Enumerable.Repeat(1.0, 200));

        var suspect = After(learnt, Enumerable.Repeat(4.6, 25));
        var lost = After(suspect, Enumerable.Repeat(4.6, 50));

        Assert.Equal((true, false), (suspect.IsSuspect(Words), suspect.HasDiverged(Words)));
        Assert.True(lost.HasDiverged(Words));
    }

    [Fact]
    public void IsSuspect_AfterOneEnormousLoss_IsTrueAtOnce() => Assert.True(After(LossWatch.Start, [3, 2.9, 8]).IsSuspect(Words));

    [Fact]
    public void IsSuspect_AfterTheDearEndOfOnePieceInAWindowOfItsOwn_IsFalse()
    {
        var watch = After(LossWatch.Start, Enumerable.Repeat(1.0, 200)).After(9, share: 0.001);

        Assert.False(watch.IsSuspect(Words));
        Assert.Equal(1, watch.Smooth, 1e-3);
        Assert.True(watch.After(double.NaN, share: 0.001) is { Last: double.NaN });
    }

    [Fact]
    public void IsSuspect_BeforeTheFirstStep_IsFalse() => Assert.Equal((false, false), (LossWatch.Start.IsSuspect(Words), LossWatch.Start.HasDiverged(Words)));

    private static LossWatch After(LossWatch watch, IEnumerable<double> losses) => losses.Aggregate(watch, (at, loss) => at.After(loss));
}
