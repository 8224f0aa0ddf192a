using MusicGen.Music.Scores;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Tokens;

public sealed class QuarterGridTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(60, 0)] // halfway to a quarter of a quarter goes down
    [InlineData(61, 3)]
    [InlineData(139, 3)]
    [InlineData(140, 3)] // halfway to a third
    [InlineData(141, 4)]
    [InlineData(200, 4)]
    [InlineData(201, 6)]
    [InlineData(240, 6)]
    [InlineData(320, 8)]
    [InlineData(360, 9)]
    [InlineData(479, 12)]
    [InlineData(960 + 160, 28)]
    public void Quantize_TicksOf480_GivesTheNearestPointOfTheGrid(long ticks, long twelfths) =>
        Assert.Equal(twelfths, QuarterGrid.Quantize(new Ticks(ticks), 480));
}
