using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Scores;

public sealed class TempoMapTests
{
    [Fact]
    public void SecondsAt_NoTempo_Is120QuartersAMinute() => Assert.Equal(1.5, new TempoMap(480, []).SecondsAt(new Ticks(1440)));

    [Fact]
    public void SecondsAt_AfterAChange_CountsEachStretchAtItsTempo()
    {
        var map = new TempoMap(480, [new Tempo(new Ticks(480), 1_000_000), new Tempo(new Ticks(960), 250_000)]);

        Assert.Equal(0.25, map.SecondsAt(new Ticks(240)));
        Assert.Equal(1.0, map.SecondsAt(new Ticks(720)));
        Assert.Equal(1.75, map.SecondsAt(new Ticks(1440)));
        Assert.Equal(TimeSpan.FromSeconds(1.75), map.TimeAt(new Ticks(1440)));
    }

    [Fact]
    public void SecondsAt_TwoTemposAtOnePosition_TakesTheLast()
    {
        var map = new TempoMap(480, [new Tempo(Ticks.Zero, 1), new Tempo(Ticks.Zero, 1_000_000)]);

        Assert.Equal(1.0, map.SecondsAt(new Ticks(480)));
    }

    [Fact]
    public void TimeAt_LatestPositionAtTheSlowestTempo_DoesNotOverflow()
    {
        var map = new TempoMap(1, [new Tempo(Ticks.Zero, Tempo.Slowest)]);

        Assert.Equal(Ticks.Max.Value * Tempo.Slowest / 1e6, map.TimeAt(Ticks.Max).TotalSeconds, 1.0);
    }

    [Fact]
    public void Constructor_TemposOutOfOrder_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new TempoMap(480, [new Tempo(new Ticks(5), 1), new Tempo(new Ticks(4), 1)]));
}
