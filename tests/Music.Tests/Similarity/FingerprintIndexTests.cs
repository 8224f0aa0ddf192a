using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Music.Similarity;
using MusicGen.Music.Tests.Analysis;

namespace MusicGen.Music.Tests.Similarity;

public sealed class FingerprintIndexTests
{
    [Fact]
    public void Find_ThousandsOfPieces_IsTheOneThatWasChanged()
    {
        var pieces = Enumerable.Range(0, 3000).Select(i => Piece((ulong)i)).ToArray();
        var index = new FingerprintIndex();
        foreach (var (piece, i) in pieces.Select((piece, i) => (piece, i))) index.Add($"piece {i}", PieceFingerprint.Of(piece));

        var found = Enumerable.Range(0, 300).Select(i => index.Find(PieceFingerprint.Of(Changed(pieces[i * 10], i)))).ToArray();

        Assert.Equal(3000, index.Count);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"piece {i * 10}"), found.Select(match => match?.Id));
        Assert.All(found, match => Assert.InRange(match!.Value.Similarity, 0.3, 0.95));
        Assert.Null(index.Find(PieceFingerprint.Of(Piece(4000))));
    }

    [Fact]
    public void Find_SeveralNeighbours_IsTheNearestAndOfEqualsTheFirst()
    {
        var piece = Piece(1);
        var index = new FingerprintIndex();
        index.Add("changed", PieceFingerprint.Of(Changed(piece, 1)));
        index.Add("same", PieceFingerprint.Of(piece));
        index.Add("same again", PieceFingerprint.Of(piece));

        var match = index.Find(PieceFingerprint.Of(piece));

        Assert.Equal(new FingerprintMatch("same", 1), match);
    }

    [Fact]
    public void FindAll_SeveralNeighbours_AreAllOfThemTheNearestFirst()
    {
        var piece = Piece(1);
        var index = new FingerprintIndex();
        index.Add("changed", PieceFingerprint.Of(Changed(piece, 1)));
        index.Add("other", PieceFingerprint.Of(Piece(2)));
        index.Add("same", PieceFingerprint.Of(piece));
        index.Add("same again", PieceFingerprint.Of(piece));

        var matches = index.FindAll(PieceFingerprint.Of(piece));

        Assert.Equal(["same", "same again", "changed"], matches.Select(match => match.Id));
        Assert.Empty(index.FindAll(PieceFingerprint.Of(Piece(4000))));
    }

    [Fact]
    public void Find_SimilarityBelowTheThreshold_IsNothing()
    {
        var piece = Piece(1);
        var other = PieceFingerprint.Of(Changed(piece, 1));
        var similarity = PieceFingerprint.Of(piece).Similarity(other);
        var (at, above) = (new FingerprintIndex(similarity), new FingerprintIndex(similarity + 0.001));
        at.Add("piece", PieceFingerprint.Of(piece));
        above.Add("piece", PieceFingerprint.Of(piece));

        Assert.Equal(new FingerprintMatch("piece", similarity), at.Find(other));
        Assert.Null(above.Find(other));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Find_PiecesOfAFewOnsets_AreLikeOthersByChanceOnly(int notes, bool isFound)
    {
        // Ten onsets are seven turns, one less than counts.
        var piece = PieceFingerprint.Of(Sketch.Of(Sketch.Part([.. Enumerable.Range(0, notes).Select(i => (i * 96L, 90L, 40 + (i * (i + 1) / 2)))])));
        var index = new FingerprintIndex();
        index.Add("few", piece);

        Assert.Equal(isFound, index.Find(piece) is not null);
    }

    [Fact]
    public void Find_MorePiecesThatAreEqualThanItLooksAt_IsOneOfThem()
    {
        var piece = PieceFingerprint.Of(Piece(1));
        var index = new FingerprintIndex();
        for (var i = 0; i < 2000; i++) index.Add($"{i}", piece);

        Assert.Equal(1.0, index.Find(piece)?.Similarity);
    }

    [Fact]
    public void Find_EmptyFingerprint_IsNothing()
    {
        var empty = PieceFingerprint.Of(Sketch.Of());
        var index = new FingerprintIndex();
        index.Add("empty", empty);

        Assert.Null(index.Find(empty));
    }

    [Theory]
    [InlineData(0.19)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void FingerprintIndex_ThresholdOutOfRange_IsRefused(double threshold) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FingerprintIndex(threshold));

    private static Score Piece(ulong seed)
    {
        var random = new CounterRandom(seed);
        return Sketch.Of(Sketch.Part([.. Enumerable.Range(0, 200).Select(i => (i * 48L, 40L, 40 + random.Below((ulong)i, 40)))]));
    }

    /// <summary>Transposed, slower, and without every twentieth note.</summary>
    private static Score Changed(Score score, int seed) =>
        score.Change(note => (note.Onset.Value / 48) % 20 == seed % 20 ? null : note with { Onset = new Ticks(note.Onset.Value * 5 / 4), Pitch = note.Pitch + 3 });
}
