using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Scores;

public sealed class ScoreTests
{
    private static Note At(long onset, int pitch, int channel = 0) => new(new Ticks(onset), new Ticks(10), pitch, 64, channel);

    [Fact]
    public void Track_NotesInAnyOrder_AreOrderedByOnsetThenPitch()
    {
        var track = new Track("Piano", 0, [At(5, 60), At(0, 64), At(0, 60)]);

        Assert.Equal([At(0, 60), At(0, 64), At(5, 60)], track.Notes);
    }

    [Fact]
    public void Track_TenthChannel_IsDrums()
    {
        Assert.True(new Track(null, 0, [At(0, 38, 9)]).IsDrums);
        Assert.False(new Track(null, 0, [At(0, 38, 8)]).IsDrums);
    }

    [Fact]
    public void Track_ImpossibleNotes_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Track(null, 0, []));
        Assert.Throws<ArgumentException>(() => new Track(null, 0, [At(0, 60, 0), At(0, 60, 1)]));
        Assert.Throws<ArgumentException>(() => new Track(null, 0, [At(0, 128)]));
        Assert.Throws<ArgumentException>(() => new Track(null, 0, [At(0, 60) with { Velocity = 0 }]));
        Assert.Throws<ArgumentException>(() => new Track(null, 0, [At(Ticks.Max.Value, 60)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Track(null, 128, [At(0, 60)]));
    }

    [Fact]
    public void End_NothingSaid_IsTheLastThingsEnd()
    {
        var track = new Track(null, 0, [At(0, 60), At(100, 62)]);

        Assert.Equal(new Ticks(110), new Score(480, [track]).End);
        Assert.Equal(new Ticks(200), new Score(480, [track], tempos: [new Tempo(new Ticks(200), 1)]).End);
        Assert.Equal(new Ticks(960), new Score(480, [track], end: new Ticks(960)).End);
        Assert.Equal(TimeSpan.FromSeconds(1), new Score(480, [track], end: new Ticks(960)).Duration);
    }

    [Fact]
    public void Equals_SameContent_IsTrueAndEveryPartCounts()
    {
        static Score Make(int ticks = 480, string? name = "A", long end = 500, int tempo = 1, int beats = 3, int program = 5) =>
            new(ticks, [new Track("T", program, [At(0, 60)])], [new Tempo(Ticks.Zero, tempo)], [new Meter(Ticks.Zero, beats, 4)], new Ticks(end), name);

        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
        Assert.All([Make(ticks: 96), Make(name: null), Make(end: 501), Make(tempo: 2), Make(beats: 4), Make(program: 6)], other => Assert.NotEqual(Make(), other));
    }

    [Fact]
    public void Name_EmptyOrUnpairedSurrogate_BecomesWritable()
    {
        Assert.Null(new Score(480, [], name: "").Name);
        Assert.Equal("a\ufffd", new Score(480, [], name: "a\ud800").Name);
    }

    [Fact]
    public void Ticks_Negative_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ticks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ticks(1) - new Ticks(2));
    }
}
