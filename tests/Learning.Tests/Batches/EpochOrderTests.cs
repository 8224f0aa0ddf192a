using MusicGen.Learning.Batches;

namespace MusicGen.Learning.Tests.Batches;

public sealed class EpochOrderTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 100).Select(piece => 10 + (piece * 37 % 90))];

    [Fact]
    public void Of_AnEpoch_HasEachPieceOnce() => Assert.Equal(Enumerable.Range(0, 100), EpochOrder.Of(Lengths, 3, 0, 8).Order());

    [Fact]
    public void Of_OtherEpochsAndSeeds_AreOtherOrders()
    {
        Assert.Equal(EpochOrder.Of(Lengths, 3, 0, 8), EpochOrder.Of(Lengths, 3, 0, 8));
        Assert.NotEqual(EpochOrder.Of(Lengths, 3, 0, 8), EpochOrder.Of(Lengths, 3, 1, 8));
        Assert.NotEqual(EpochOrder.Of(Lengths, 3, 0, 8), EpochOrder.Of(Lengths, 4, 0, 8));
    }

    [Fact]
    public void Of_PiecesOfManyLengths_PutsLikeLengthsBesideEachOther()
    {
        var order = EpochOrder.Of(Lengths, 3, 0, 10);

        var spread = order.Chunk(10).Average(batch => batch.Max(piece => Lengths[piece]) - batch.Min(piece => Lengths[piece]));

        Assert.InRange(spread, 0, 15); // of 90; in a random order it would be about 75
    }
}
