using CsCheck;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Scores;

public sealed class BarMapTests
{
    [Theory]
    [InlineData(0, 1, 1, 0)]
    [InlineData(479, 1, 1, 479)]
    [InlineData(1919, 1, 4, 479)]
    [InlineData(1920, 2, 1, 0)]
    [InlineData(2880, 3, 1, 0)] // a 6/8 bar starts after half a 4/4 bar
    [InlineData(2880 + 1440, 4, 1, 0)]
    [InlineData(2880 + 1440 + 250, 4, 2, 10)]
    public void PositionOf_MeterChangeInsideABar_StartsABar(long ticks, long bar, int beat, long rest)
    {
        var map = new BarMap(480, [new Meter(Ticks.Zero, 4, 4), new Meter(new Ticks(2880), 6, 8)]);

        var position = map.PositionOf(new Ticks(ticks));

        Assert.Equal(new BarPosition(bar, beat, rest), position);
        Assert.Equal(new Ticks(ticks), map.TicksAt(position));
    }

    [Fact]
    public void TicksAt_PositionOfAnyTick_IsThatTick() =>
        AnyScore.Scores.Select(Gen.Long[0, Ticks.Max.Value]).Sample((score, ticks) =>
        {
            var map = new BarMap(score.TicksPerQuarter, score.Meters);

            return map.TicksAt(map.PositionOf(new Ticks(ticks))) == new Ticks(ticks)
                && map.TicksAt(map.PositionOf(score.End)) == score.End
                && score.Meters.All(meter => map.TicksAt(map.PositionOf(meter.At)) == meter.At);
        });

    [Fact]
    public void NextBarLine_AnyTick_IsLaterAndInTheNextBar() =>
        AnyScore.Scores.Select(Gen.Long[0, 10_000]).Sample((score, ticks) =>
        {
            var map = new BarMap(score.TicksPerQuarter, score.Meters);

            var line = map.NextBarLine(new Ticks(ticks));

            return line > new Ticks(ticks) && map.PositionOf(line).Bar > map.PositionOf(new Ticks(ticks)).Bar;
        });

    [Fact]
    public void TicksAt_BarBeyondTheLastTick_IsRefused()
    {
        var map = new BarMap(480, []);

        Assert.Throws<ArgumentOutOfRangeException>(() => map.TicksAt(new BarPosition(long.MaxValue, 1, 0)));
    }
}
