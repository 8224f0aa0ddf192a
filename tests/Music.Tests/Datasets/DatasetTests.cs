using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Datasets;

public sealed class DatasetTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(["C4", "E4"]);

    private static readonly DatasetPiece[] Pieces = [new("a.mid", "aa", Split.Train, 0, 2), new("b.mid", "bb", Split.Test, 2, 1)];

    private static readonly Dataset Example = new(Words, [0, 1, 1], Pieces);

    [Fact]
    public void FromBytes_WhatToBytesWrote_IsTheSameDataset()
    {
        var read = Dataset.FromBytes(Words.ToBytes(), Example.TokensToBytes(), Example.IndexToBytes());

        Assert.Equal(Pieces, read.Pieces);
        Assert.Equal([0, 1], read.TokensOf(read.Pieces[0]).ToArray());
        Assert.Equal(1, read.TokenCount(Split.Test));
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], Example.TokensToBytes());
    }

    [Fact]
    public void TokensOf_Split_AreItsPieces()
    {
        var pieces = Example.TokensOf(Split.Train);

        Assert.Equal([0, 1], Assert.Single(pieces).ToArray());
        Assert.Empty(Example.TokensOf(Split.Validation));
    }

    [Fact]
    public void Constructor_PartsThatDoNotFit_AreRefused()
    {
        Assert.Throws<FormatException>(() => new Dataset(Words, [0, 1], Pieces));
        Assert.Throws<FormatException>(() => new Dataset(Words, [0, 1, 5], Pieces));
        Assert.Throws<FormatException>(() => new Dataset(Words, [0, 1, 1], [Pieces[1]]));
    }

    [Fact]
    public void FromBytes_DamagedParts_AreRefused()
    {
        Assert.Throws<FormatException>(() => Dataset.FromBytes(Words.ToBytes(), [1, 2, 3], Example.IndexToBytes()));
        Assert.Throws<FormatException>(() => Dataset.FromBytes(Words.ToBytes(), Example.TokensToBytes(), "[{"u8));
        Assert.Throws<FormatException>(() => Dataset.FromBytes("C4\n"u8, Example.TokensToBytes(), Example.IndexToBytes()));
    }
}
