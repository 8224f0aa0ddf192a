using System.Diagnostics;
using CsCheck;
using MusicGen.Music.Prediction;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Prediction;

public sealed class NgramModelTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(["a", "b", "c", "d"]);

    private static readonly Gen<int[]> Piece = Gen.Int[0, 3].Array[0, 12];

    private static readonly Gen<int[][]> Pieces = Piece.Array[0, 6];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ReadOnlyMemory<int>[] Memory(params int[][] pieces) => [.. pieces.Select(piece => new ReadOnlyMemory<int>(piece))];

    private static NgramModel Train(int order, params int[][] pieces) => NgramModel.Train(Words, Memory(pieces), new NgramOptions { Order = order }, cancellationToken: Cancellation);

    /// <remarks>
    /// By hand, with 7 words in all: "a b" and "a" are five tokens with their ends, of three kinds. Then p(a) = (2 + 3/7) / 8, p(b) = (1 + 3/7) / 8
    /// and p(end) = (2 + 3/7) / 8; after the begin word came a twice, after a once b and once the end.
    /// </remarks>
    [Fact]
    public void NatsOf_FewTokens_AreThoseOfTheFormula()
    {
        var model = Train(2, [0, 1], [0]);

        var nats = model.NatsOf([0, 1]);

        double a = (2 + (3.0 / 7)) / 8, b = (1 + (3.0 / 7)) / 8, end = (2 + (3.0 / 7)) / 8;
        double[] probabilities = [(2 + a) / 3, (1 + (2 * b)) / 4, (1 + end) / 2];
        Assert.Equal(probabilities.Select(p => -Math.Log(p)), nats, (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.Equal((2, 5), (model.Order, model.TokensSeen));
    }

    [Fact]
    public void NatsOf_AnyPiecesAndOrder_EqualTheSlowNgram() => Gen.Select(Pieces, Piece, Gen.Int[1, 7], Gen.Int[1, 7]).Sample((pieces, piece, highest, order) =>
    {
        order = Math.Min(order, highest);

        var nats = Train(highest, pieces).NatsOf(piece, order);

        var expected = new SlowNgram(pieces, Words.Begin, Words.Size).NatsOf(piece, order);
        Assert.Equal(expected, nats, (one, other) => Math.Abs(one - other) < 1e-12);
    });

    [Fact]
    public void NatsOf_EveryWordAfterAHistory_HaveProbabilitiesThatSumTo1() => Gen.Select(Pieces, Piece, Gen.Int[1, 6]).Sample((pieces, history, order) =>
    {
        var model = Train(order, pieces);

        var words = Enumerable.Range(0, Words.Size).Where(word => word != Words.Begin).Sum(word => Math.Exp(-model.NatsOf([.. history, word])[history.Length]));
        var end = Math.Exp(-model.NatsOf(history)[^1]);

        Assert.Equal(1, words + end, 12);
    });

    [Fact]
    public void Losses_Pieces_AreTheSumsOfTheirNatsByOrder() => Gen.Select(Pieces, Pieces, Gen.Int[1, 5]).Sample((pieces, heldOut, highest) =>
    {
        var model = Train(highest, pieces);

        var losses = model.Losses(Memory(heldOut), cancellationToken: Cancellation);

        Assert.Equal(Enumerable.Range(1, highest), losses.Select(loss => loss.Order));
        Assert.All(losses, loss => Assert.Equal(heldOut.Sum(piece => model.NatsOf(piece, loss.Order).Sum()), loss.Nats, 9));
        Assert.All(losses, loss => Assert.Equal(heldOut.Sum(piece => piece.Length + 1), loss.Tokens));
        Assert.Equal(losses.Min(loss => loss.Nats), model.BestLoss(Memory(heldOut), cancellationToken: Cancellation).Nats);
    });

    [Fact]
    public void BestLoss_TokensThatTheLastOneDecides_IsNearNothing()
    {
        int[] circle = [.. Enumerable.Range(0, 40).Select(i => i % 4)];

        var best = Train(6, circle[..38], circle).BestLoss(Memory(circle[..20]), cancellationToken: Cancellation);

        Assert.InRange(best.NatsPerToken, 0, 0.2);
        Assert.InRange(best.Order, 2, 6);
    }

    [Fact]
    public void NatsOf_NothingLearnt_AreThoseOfChance()
    {
        var model = Train(3);

        Assert.Equal(0, model.TokensSeen);
        Assert.All(model.NatsOf([0, 1]), nats => Assert.Equal(Math.Log(7), nats, 12));
        Assert.Equal((new NgramLoss(1, 0, 0), 0), (model.BestLoss([], cancellationToken: Cancellation), default(NgramLoss).NatsPerToken));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 3)]
    [InlineData(6, 3)]
    [InlineData(7, 7)]
    [InlineData(100, 10)]
    public void Train_Bound_TakesWholePiecesUpToIt(int mostTokens, int seen)
    {
        var model = NgramModel.Train(Words, Memory([0, 1], [1, 2, 3], [0, 0]), new NgramOptions { MostTokens = mostTokens }, cancellationToken: Cancellation);

        Assert.Equal(seen, model.TokensSeen);
    }

    [Fact]
    public void TrainAndLosses_Progress_RisesToTheWhole()
    {
        var pieces = Memory([0, 1], [1, 2, 3], [0, 0]);
        List<double> training = [], losses = [];

        NgramModel.Train(Words, pieces, progress: training.Add, cancellationToken: Cancellation).Losses(pieces, losses.Add, Cancellation);

        Assert.Equal(training.Order(), training);
        Assert.Equal(1, training[^1]);
        Assert.Equal([1.0 / 3, 2.0 / 3, 1], losses);
    }

    [Fact]
    public void TrainAndLosses_Cancelled_Stop()
    {
        var pieces = Memory([0, 1], [1, 2, 3]);
        using var source = new CancellationTokenSource();
        var model = NgramModel.Train(Words, pieces, cancellationToken: Cancellation);

        Assert.Throws<OperationCanceledException>(() => NgramModel.Train(Words, pieces, progress: _ => source.Cancel(), cancellationToken: source.Token));
        Assert.Throws<OperationCanceledException>(() => model.Losses(pieces, cancellationToken: source.Token));
    }

    [Fact]
    public void Members_ArgumentsThatMakeNoSense_AreRefused()
    {
        var model = Train(2, [0]);

        Assert.Throws<ArgumentOutOfRangeException>("options.Order", () => Train(0));
        Assert.Throws<ArgumentOutOfRangeException>("options.Order", () => Train(11));
        Assert.Throws<ArgumentOutOfRangeException>("options.MostTokens", () => NgramModel.Train(Words, [], new NgramOptions { MostTokens = 0 }, cancellationToken: Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>("order", () => model.NatsOf([0], 3));
        Assert.Throws<ArgumentOutOfRangeException>("piece", () => model.NatsOf([7]));
        Assert.Throws<ArgumentException>("piece", () => Train(2, [Words.Begin]));
    }

    /// <remarks>Random tokens repeat least: 56 bytes a token and 12 for the sorting are the most there can be.</remarks>
    [Fact]
    public void Train_AMillionTokens_TakesSecondsAndTheMemoryItSays()
    {
        var vocabulary = Vocabulary.Of(Enumerable.Range(0, 800).Select(i => $"w{i}"));
        var random = new CounterRandom(3);
        ReadOnlyMemory<int>[] pieces = Memory([.. Enumerable.Range(0, 999_000).Select(i => random.Below((ulong)i, 800)).Chunk(1_000)]);
        var (allocated, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());

        var model = NgramModel.Train(vocabulary, pieces, cancellationToken: Cancellation);

        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.Equal(999_999, model.TokensSeen);
        Assert.InRange((double)bytes / model.TokensSeen, 12, 69);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10); // 0.5 s
    }
}
