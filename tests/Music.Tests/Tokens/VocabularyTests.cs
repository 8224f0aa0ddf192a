using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Tokens;

public sealed class VocabularyTests
{
    [Fact]
    public void Of_RepeatedUnorderedWords_NumbersThemInOrdinalOrderWithTheSpecialsLast()
    {
        var vocabulary = Vocabulary.Of(["G4", "4.7", "C#5", "C5", "G4", "<bos>"]);

        Assert.Equal(["4.7", "C#5", "C5", "G4", "<pad>", "<bos>", "<unk>"], vocabulary.Words);
        Assert.Equal(2, vocabulary.IdOf("C5"));
        Assert.Equal(vocabulary.Unknown, vocabulary.IdOf("A0"));
        Assert.True(vocabulary.IsSpecial(vocabulary.Pad));
        Assert.False(vocabulary.IsSpecial(3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("C 4")]
    [InlineData("C4\n")]
    public void Of_WordThatALineCannotHold_IsRefused(string word) => Assert.Throws<ArgumentException>(() => Vocabulary.Of(["C4", word]));

    [Fact]
    public void FromBytes_WhatToBytesWrote_IsTheSameVocabulary()
    {
        var vocabulary = Vocabulary.Of(["C4", "E-4", "0.4.7"]);

        var read = Vocabulary.FromBytes(vocabulary.ToBytes());

        Assert.Equal(vocabulary.Words, read.Words);
        Assert.Equal(vocabulary.Hash, read.Hash);
    }

    [Theory]
    [InlineData("C4\n")]
    [InlineData("C4\n<pad>\n<bos>\n")]
    [InlineData("D4\nC4\n<pad>\n<bos>\n<unk>\n")]
    [InlineData("C4\nC4\n<pad>\n<bos>\n<unk>\n")]
    public void FromBytes_OtherBytes_AreRefused(string text) =>
        Assert.Throws<FormatException>(() => Vocabulary.FromBytes(System.Text.Encoding.UTF8.GetBytes(text)));
}
