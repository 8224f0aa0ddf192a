using System.Security.Cryptography;
using System.Text;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.NoteFiles;

public sealed class NoteNamesFileTests
{
    [Theory]
    [InlineData("x\n# file: fake")]
    [InlineData("")]
    [InlineData("H4")]
    public void Write_WhatIsNoWord_IsRefused(string word)
    {
        var refusal = Assert.Throws<ArgumentException>(() => NoteNamesFile.Write([("one.mid", ["C4", word])], new NoteNamesOptions(), Stream.Null));

        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }

    [Fact]
    public void Write_NameWithLineAndDirectionMarks_HasSpacesForThem()
    {
        using var output = new MemoryStream();

        NoteNamesFile.Write([("a\u2028b\u2029c\u202ed\u2066e", [])], new NoteNamesOptions(), output);

        Assert.Equal("# file: a b c d e\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Write_TwoPieces_GivesTheirWordsAndHowTheyCameAbout()
    {
        using var output = new MemoryStream();

        var sidecar = NoteNamesFile.Write(
            [("Größe\n.mid", ["C4", "4.7.11", "C4"]), ("empty.mid", [])], new NoteNamesOptions { SplitTiesAtBar = true }, output);

        Assert.Equal("# file: Größe .mid\nC4\n4.7.11\nC4\n# file: empty.mid\n", Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal(
            $$"""
            {
              "format": "musicgen-notenames 1",
              "rules": {
                "parts": "allPitched",
                "toleranceDivisor": 4,
                "splitTiesAtBar": true
              },
              "files": 2,
              "words": 3,
              "vocabulary": 2,
              "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(output.ToArray()))}}"
            }
            """,
            Encoding.UTF8.GetString(sidecar));
    }
}
