using MusicGen.Music.Randomness;

namespace MusicGen.Learning.Batches;

/// <summary>The order in which a pass reads the pieces: random, but with pieces of like length beside each other.</summary>
internal static class EpochOrder
{
    /// <summary>Pieces are sorted by length among so many batches of them: enough to find company, and another company in each pass.</summary>
    private const int BatchesSortedTogether = 16;

    /// <summary>Indices of the pieces in order; a pure function of the arguments.</summary>
    public static int[] Of(IReadOnlyList<int> lengths, long seed, int epoch, int batchSize)
    {
        var order = CounterRandom.For((ulong)seed, $"order of epoch {epoch}").Permutation(lengths.Count);
        var batches = order.Chunk(batchSize * BatchesSortedTogether)
            .SelectMany(together => together.OrderByDescending(piece => lengths[piece]).Chunk(batchSize))
            .ToArray();
        var batchOrder = CounterRandom.For((ulong)seed, $"order of batches of epoch {epoch}").Permutation(batches.Length);
        return [.. batchOrder.SelectMany(batch => batches[batch])];
    }
}
