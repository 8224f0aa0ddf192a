using CsCheck;
using MusicGen.Learning.Batches;
using MusicGen.Music.Augmentation;
using MusicGen.Music.Datasets;

namespace MusicGen.Learning.Tests.Batches;

public sealed class WindowReaderTests
{
    private const int Pad = -7;

    [Fact]
    public void Next_OnAnyPieces_ReadsEachFromItsBeginningToItsEndOnce() => Gen.Select(Gen.Int[1, 60].Array[1, 20], Gen.Int[1, 6], Gen.Int[2, 30]).Sample((lengths, rows, windowLength) =>
    {
        var pieces = Pieces(lengths);

        var read = ReadAll(pieces, rows, windowLength);

        Assert.Equal(pieces.Select(Whole), read);
    });

    [Fact]
    public void Next_OnAnyPieces_CountsItsPredictions() => Gen.Select(Gen.Int[1, 60].Array[1, 20], Gen.Int[1, 6], Gen.Int[2, 30]).Sample((lengths, rows, windowLength) =>
    {
        var pieces = Pieces(lengths);

        var windows = Windows(pieces, rows, windowLength);

        Assert.Equal(lengths.Sum() + lengths.Length, windows.Sum(window => window.Predictions));
        Assert.All(windows, window => Assert.Equal(window.Targets.Count(target => target != Window.NoTarget), window.Predictions));
        Assert.All(windows, window => Assert.InRange(window.Length, 1, windowLength));
        Assert.All(windows, window => Assert.InRange(window.Rows, 1, Math.Min(rows, lengths.Length)));
    });

    [Fact]
    public void Skip_OfAnyNumber_GivesTheWindowsThatFollow() => Gen.Select(Gen.Int[1, 60].Array[1, 20], Gen.Int[1, 6], Gen.Int[2, 30], Gen.Int[0, 10]).Sample((lengths, rows, windowLength, skip) =>
    {
        var pieces = Pieces(lengths);
        var all = Windows(pieces, rows, windowLength);
        var reader = new WindowReader(pieces, rows, windowLength, Pad);

        var skipped = reader.Skip(skip);

        Assert.Equal(Math.Min(skip, all.Count), skipped);
        Assert.Equal(skip < all.Count ? all[skip].Tokens : null, reader.Next()?.Tokens);
    });

    [Fact]
    public void Next_WhereAPieceEndsLateInAWindow_EndsWithIt()
    {
        // A piece that ends 30 tokens into the second window is worth a step of its own, one that ends 3 tokens into it is not.
        var late = Windows(Pieces([159, 89, 159]), rows: 2, windowLength: 60);
        var early = Windows(Pieces([159, 62, 159]), rows: 2, windowLength: 60);

        Assert.Equal([60, 30, 60], late[..3].Select(window => window.Length));
        Assert.Equal([0, Window.Beginning], late[2].Origins);
        Assert.Equal([60, 60], early[..2].Select(window => window.Length));
        Assert.Equal(3, early[1].Targets[60..].Count(target => target != Window.NoTarget));
    }

    [Fact]
    public void Next_WhereNoPieceIsLeft_LeavesTheRowOut()
    {
        var windows = Windows(Pieces([9, 29]), rows: 2, windowLength: 10);

        Assert.Equal([2, 1, 1], windows.Select(window => window.Rows));
        Assert.Equal([1], windows[1].Origins);
        Assert.Equal([0], windows[2].Origins);
    }

    [Fact]
    public void Windows_OfPiecesSortedByLength_AreNearlyWithoutPadding()
    {
        int[] lengths = [.. Enumerable.Range(0, 400).Select(piece => 150 + (piece * 7919 % 500))];
        var ordered = EpochOrder.Of(lengths, seed: 1, epoch: 0, batchSize: 16).Select(index => lengths[index]).ToArray();

        var windows = Windows(Pieces(ordered), rows: 16, windowLength: 64);

        var places = windows.Sum(window => window.Tokens.Length);
        Assert.InRange((double)windows.Sum(window => window.Predictions) / places, 0.94, 1);
    }

    private static PieceStream[] Pieces(int[] lengths)
    {
        var dataset = SmallDatasets.Of(lengths, place => place * 5 % 12, _ => Split.Train);
        var words = VariantVocabulary.Of(dataset, default);
        return [.. dataset.Pieces.Select(piece => new PieceStream(dataset, piece, words, default))];
    }

    private static List<Window> Windows(PieceStream[] pieces, int rows, int windowLength)
    {
        var reader = new WindowReader(pieces, rows, windowLength, Pad);
        var windows = new List<Window>();
        while (reader.Next() is { } window) windows.Add(window);
        return windows;
    }

    private static string Whole(PieceStream piece)
    {
        var tokens = new long[piece.Predictions + 1];
        piece.Read(0, tokens);
        return string.Join(' ', tokens);
    }

    /// <summary>What each row read of its piece, followed by its origins from window to window.</summary>
    private static List<string> ReadAll(PieceStream[] pieces, int rows, int windowLength)
    {
        var begun = new List<List<long>>();
        List<List<long>> now = [];
        foreach (var window in Windows(pieces, rows, windowLength))
        {
            List<List<long>> next = [];
            for (var row = 0; row < window.Rows; row++)
            {
                var piece = window.Origins[row] == Window.Beginning ? [] : now[window.Origins[row]];
                if (window.Origins[row] == Window.Beginning) begun.Add(piece);
                next.Add(piece);
                var present = Enumerable.Range(row * window.Length, window.Length).Where(i => window.Targets[i] != Window.NoTarget).ToList();
                if (piece.Count == 0) piece.Add(window.Tokens[present[0]]);
                foreach (var i in present)
                {
                    Assert.Equal(piece[^1], window.Tokens[i]);
                    piece.Add(window.Targets[i]);
                }
            }
            now = next;
        }
        return [.. begun.Select(piece => string.Join(' ', piece))];
    }
}
