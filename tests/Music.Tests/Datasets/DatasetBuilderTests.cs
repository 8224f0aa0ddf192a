using System.Collections;
using System.Security.Cryptography;
using CsCheck;
using MusicGen.Music.Datasets;

namespace MusicGen.Music.Tests.Datasets;

public sealed class DatasetBuilderTests
{
    private static DatasetSource Piece(int number, params string[] words) =>
        new($"{number}.mid", Convert.ToHexStringLower(SHA256.HashData([(byte)number])), words.Length > 0 ? words : ["C4", "G4"]);

    private static DatasetSource[] Pieces(int count) => [.. Enumerable.Range(0, count).Select(i => Piece(i))];

    [Fact]
    public void Build_Pieces_KeepsTheirOrderAndWords()
    {
        var dataset = DatasetBuilder.Build([Piece(1, "G4", "C4"), Piece(2) with { Words = [] }, Piece(3, "E4")])!;

        Assert.Equal(["C4", "E4", "G4", "<pad>", "<bos>", "<unk>"], dataset.Vocabulary.Words);
        Assert.Equal(["1.mid", "3.mid"], dataset.Pieces.Select(piece => piece.Name));
        Assert.Equal([2, 0], dataset.TokensOf(dataset.Pieces[0]).ToArray());
        Assert.Equal([1], dataset.TokensOf(dataset.Pieces[1]).ToArray());
    }

    [Fact]
    public void Build_MoreWordsThanADatasetHas_ThrowsBeforeItTakesTheMemory()
    {
        DatasetSource[] sources = [Piece(1) with { Words = new Endless() }, Piece(2) with { Words = new Endless() }];

        var e = Assert.Throws<ArgumentException>(() => DatasetBuilder.Build(sources));

        Assert.StartsWith("A dataset has at most 500000000 tokens, not 4294967294.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(20, 2, 2)]
    [InlineData(54, 5, 5)]
    public void Build_CollectionOfASize_HoldsOutItsShare(int count, int validation, int test)
    {
        var dataset = DatasetBuilder.Build(Pieces(count))!;

        Assert.Equal(validation, dataset.PiecesOf(Split.Validation).Count());
        Assert.Equal(test, dataset.PiecesOf(Split.Test).Count());
        Assert.Equal(count - validation - test, dataset.PiecesOf(Split.Train).Count());
    }

    [Fact]
    public void Build_OtherOrderAndNames_SplitsTheSame()
    {
        var pieces = Pieces(30);

        var one = DatasetBuilder.Build(pieces)!;
        var other = DatasetBuilder.Build(pieces.Reverse().Select(piece => piece with { Name = "x" }))!;

        Assert.Equal(
            one.Pieces.OrderBy(piece => piece.Sha256, StringComparer.Ordinal).Select(piece => piece.Split),
            other.Pieces.OrderBy(piece => piece.Sha256, StringComparer.Ordinal).Select(piece => piece.Split));
    }

    [Fact]
    public void Build_CopiesOfOneFile_StayTogether()
    {
        var dataset = DatasetBuilder.Build(Pieces(10).SelectMany(piece => new[] { piece, piece with { Name = "copy" } }))!;

        Assert.All(dataset.Pieces.GroupBy(piece => piece.Sha256), copies => Assert.Single(copies.Select(piece => piece.Split).Distinct()));
    }

    [Fact]
    public void Build_NearDuplicates_StayTogether() => Gen.Int[0, 11].Array[1, 60].Sample(groups =>
    {
        var pieces = groups.Select((group, number) => Piece(number) with { Group = Piece(100 + group).Sha256 }).ToArray();

        var dataset = DatasetBuilder.Build(pieces)!;

        var splits = dataset.Pieces.Zip(groups).ToLookup(pair => pair.Second, pair => pair.First.Split);
        Assert.All(splits, group => Assert.Single(group.Distinct()));
        var different = splits.Count;
        Assert.Equal(different >= 2, dataset.PiecesOf(Split.Validation).Any());
        Assert.Equal(different >= 3, dataset.PiecesOf(Split.Test).Any());
        Assert.NotEmpty(dataset.PiecesOf(Split.Train));
    });

    [Fact]
    public void Build_LargeGroupFirst_IsNotHeldOutBeyondTheShare()
    {
        var large = Pieces(10).Select(piece => piece with { Group = new string('0', 64) });

        var dataset = DatasetBuilder.Build([.. large, .. Pieces(30)[10..]])!;

        Assert.Equal((3, 3), (dataset.PiecesOf(Split.Validation).Count(), dataset.PiecesOf(Split.Test).Count()));
        Assert.All(dataset.Pieces.Take(10), piece => Assert.Equal(Split.Train, piece.Split));
    }

    [Theory]
    [InlineData(0.0, 0.0, 0, 0)]
    [InlineData(0.5, 0.49, 2, 1)]
    [InlineData(0.0, 0.9, 0, 3)]
    public void Build_OtherShare_LeavesAtLeastOnePieceToLearnFrom(double validation, double test, int validationPieces, int testPieces)
    {
        var dataset = DatasetBuilder.Build(Pieces(4), new HeldOutShare(validation, test))!;

        Assert.Equal(validationPieces, dataset.PiecesOf(Split.Validation).Count());
        Assert.Equal(testPieces, dataset.PiecesOf(Split.Test).Count());
    }

    [Fact]
    public void Build_NothingWithWords_IsNull() => Assert.Null(DatasetBuilder.Build([Piece(1) with { Words = [] }]));

    [Fact]
    public void Build_ShareThatLeavesNothing_IsRefused() =>
        Assert.Throws<ArgumentException>(() => DatasetBuilder.Build(Pieces(4), new HeldOutShare(0.5, 0.5)));

    private sealed class Endless : IReadOnlyList<string>
    {
        public int Count => int.MaxValue;

        public string this[int index] => "C4";

        public IEnumerator<string> GetEnumerator() => Enumerable.Repeat("C4", Count).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
