using MusicGen.Contracts.Training;
using MusicGen.Learning.Batches;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Tests.Training;

public sealed class TrainingPiecesTests
{
    private static readonly Dataset Data = SmallDatasets.Scales(40, 30, 20, 35, 25, 20);

    [Fact]
    public void Of_OverManyPasses_HearsEachPieceOnceAPassAndInEveryKey()
    {
        var options = SmallDatasets.Options with { TransposeDown = 5, TransposeUp = 6 };
        var pieces = new TrainingPieces(Data, options);
        var keys = new HashSet<int>();

        for (var pass = 0; pass < 100; pass++)
        {
            var heard = Firsts(pieces, pass);
            Assert.Equal(4, heard.Count); // of six pieces two are held out
            keys.UnionWith(heard.Select(Semitones));
        }

        Assert.Equal(Enumerable.Range(-5, 12), keys.Order());
    }

    [Fact]
    public void Of_TheSamePassTwice_IsTheSameAndOfAnotherItIsNot()
    {
        var pieces = new TrainingPieces(Data, SmallDatasets.Options);

        Assert.Equal(Firsts(pieces, 3), Firsts(new TrainingPieces(Data, SmallDatasets.Options), 3));
        Assert.NotEqual(Firsts(pieces, 3), Firsts(pieces, 4));
    }

    [Fact]
    public void HeldOut_WhateverTheVariants_IsThePiecesAsTheyAre()
    {
        var pieces = new TrainingPieces(Data, SmallDatasets.Options with { TransposeDown = 12, TransposeUp = 12 });

        var heldOut = pieces.HeldOut.Select(piece => string.Join(' ', Words(pieces.Vocabulary, piece)));

        Assert.Equal(Data.PiecesOf(Split.Validation).Select(piece => string.Join(' ', Data.TokensOf(piece).ToArray().Select(id => Data.Vocabulary.Words[id]))), heldOut);
    }

    [Fact]
    public void Construction_WithAWordInAPieceThatStandsBetweenPieces_FailsWithDataInvalid()
    {
        var data = new Dataset(Data.Vocabulary, [0, 1, Data.Vocabulary.Begin, 2], [new DatasetPiece("odd", new string('0', 64), Split.Train, 0, 4)]);

        var failed = Assert.Throws<TrainingFailedException>(() => new TrainingPieces(data, SmallDatasets.Options));

        Assert.Equal(FailureCode.DataInvalid, failed.Code);
        Assert.Contains("\"odd\"", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>The first words of all pieces of a pass, in their order.</summary>
    private static List<string> Firsts(TrainingPieces pieces, int pass)
    {
        var firsts = new List<string>();
        var reader = pieces.Of(pass).ReadFrom(0);
        while (reader.Next() is { } window)
        {
            firsts.AddRange(Enumerable.Range(0, window.Rows).Where(row => window.Origins[row] == Window.Beginning).Select(row => pieces.Vocabulary.Words[(int)window.Targets[row * window.Length]]));
        }
        return firsts;
    }

    /// <summary>How far a piece is moved: all begin with the same word.</summary>
    private static int Semitones(string first) => KeyOf(first) - KeyOf(Data.Vocabulary.Words[0]);

    private static int KeyOf(string name) => Enumerable.Range(0, 128).Single(key => PitchNames.Of(key) == name);

    private static IEnumerable<string> Words(Vocabulary vocabulary, PieceStream piece)
    {
        var tokens = new long[piece.Predictions + 1];
        piece.Read(0, tokens);
        return tokens[1..^1].Select(token => vocabulary.Words[(int)token]);
    }
}
