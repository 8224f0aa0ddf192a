using System.Security.Cryptography;
using System.Text;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Tokens;

public sealed class ChordNamesTests
{
    private static int ClassesOf(params int[] pitches) => pitches.Aggregate(0, (classes, pitch) => classes | (1 << (pitch % 12)));

    /// <summary>The examples in the documentation of music21's <c>Chord.normalOrder</c>.</summary>
    [Theory]
    [InlineData("10.2.5", 70, 74, 77)]
    [InlineData("7.8.9.2", 44, 45, 50, 55)]
    [InlineData("7.8.9.0.2.4", 55, 62, 68, 69, 72, 76)]
    [InlineData("11.2.3.7", 83, 67, 74, 75, 86)]
    [InlineData("1.5.9", 53, 57, 61)]
    [InlineData("0.3.7", 60, 63, 67)]
    [InlineData("0.4.7", 60, 64, 67)]
    [InlineData("2.6.9", 62, 66, 69)]
    [InlineData("9", 57, 69)]
    public void Of_ExamplesOfMusic21_GivesItsNormalOrder(string expected, params int[] pitches) =>
        Assert.Equal(expected, ChordNames.Of(ClassesOf(pitches)));

    /// <summary>The hash is of what music21 11's tables give for every set of classes, one a line, sets counted in binary.</summary>
    [Fact]
    public void Of_EverySetOfClasses_EqualsTheTablesOfMusic21()
    {
        var lines = string.Concat(Enumerable.Range(1, 4095).Select(classes => ChordNames.Of(classes) + "\n"));

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(lines)));
        Assert.Equal("1152c7a4622476ebe4436c23202867887709a171720d0a166dd3d3efcd174a3c", hash);
    }
}
