using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Training;

public sealed class CheckpointRetentionTests
{
    private static readonly TrainingOptions Options = new() { KeepBest = 1, KeepLast = 2 };

    [Theory]
    [InlineData(new double[0], new int[0])]
    [InlineData(new[] { 3.0 }, new[] { 1 })]
    [InlineData(new[] { 3.0, 2, 1 }, new[] { 2, 3 })]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 1, 2, 3 })]
    [InlineData(new[] { 3.0, 1, 2, 2.5, 2.6 }, new[] { 2, 4, 5 })]
    [InlineData(new[] { 1.0, 1, 1, 1 }, new[] { 1, 3, 4 })]
    public void Keep_OldestFirst_LeavesTheBestAndTheLastTwo(double[] heldOut, int[] steps)
    {
        var kept = CheckpointRetention.Keep([.. heldOut.Select((loss, index) => HandMadeModel.Checkpoint(index + 1, loss))], Options);

        Assert.Equal(steps, kept.Select(checkpoint => (int)checkpoint.Step));
    }

    [Fact]
    public void Keep_NothingHeldOut_LeavesTheLastTwo()
    {
        var kept = CheckpointRetention.Keep([.. Enumerable.Range(1, 4).Select(step => HandMadeModel.Checkpoint(step))], Options);

        Assert.Equal([3, 4], kept.Select(checkpoint => checkpoint.Step));
    }

    [Fact]
    public void Keep_OneByOne_NeverLosesTheBest()
    {
        var kept = CheckpointRetention.Keep([], Options);
        foreach (var step in Enumerable.Range(1, 50)) kept = CheckpointRetention.Keep(kept.Add(HandMadeModel.Checkpoint(step, heldOut: Math.Abs(step - 7) + 1)), Options);

        Assert.Equal([7, 49, 50], kept.Select(checkpoint => checkpoint.Step));
    }

    [Fact]
    public void Keep_ForSeveralOfTheBest_LeavesThose()
    {
        var kept = CheckpointRetention.Keep([.. new[] { 3.0, 1, 2, 2.5, 2.6 }.Select((loss, index) => HandMadeModel.Checkpoint(index + 1, loss))], new TrainingOptions { KeepBest = 3, KeepLast = 1 });

        Assert.Equal([2, 3, 4, 5], kept.Select(checkpoint => checkpoint.Step));
    }

    [Fact]
    public void Keep_WithinAPass_IsNoneOfTheBest()
    {
        var kept = CheckpointRetention.Keep(
            [HandMadeModel.Checkpoint(10, 2.5), HandMadeModel.Checkpoint(20, 2.4), HandMadeModel.Checkpoint(21), HandMadeModel.Checkpoint(22), HandMadeModel.Checkpoint(23)],
            new TrainingOptions { KeepBest = 2, KeepLast = 1 });

        Assert.Equal([10, 20, 23], kept.Select(checkpoint => checkpoint.Step));
    }

    [Fact]
    public void Best_OfNone_IsNull() => Assert.Null(CheckpointRetention.Best([]));

    [Fact]
    public void Best_OfLosses_IsTheLowest() =>
        Assert.Equal(
            2,
            CheckpointRetention.Best([HandMadeModel.Checkpoint(1, 3), HandMadeModel.Checkpoint(2, 1), HandMadeModel.Checkpoint(3)])?.Step);

    [Fact]
    public void Best_NothingHeldOut_IsTheLast() =>
        Assert.Equal(2, CheckpointRetention.Best([HandMadeModel.Checkpoint(1), HandMadeModel.Checkpoint(2)])?.Step);
}
