using CsCheck;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Music.Tests.Scores;

namespace MusicGen.Music.Tests.Midi;

public sealed class MidiWriterTests
{
    private static Note At(long onset, long duration, int pitch, int velocity = 64, int channel = 0) =>
        new(new Ticks(onset), new Ticks(duration), pitch, velocity, channel);

    [Fact]
    public void Write_AnyScore_ReadsBackEqual() =>
        AnyScore.Scores.Sample(score => MidiReader.Read(MidiWriter.Write(score)).Score.Equals(score), iter: 2_000);

    [Fact]
    public void Write_SmallScore_GivesTheseBytes()
    {
        var sax = new Track("Sax", 65, [At(0, 96, 60, 100), At(96, 0, 60, 90)]);
        var score = new Score(96, [sax], [new Tempo(Ticks.Zero, 500_000)], [new Meter(Ticks.Zero, 3, 4)], name: "A");

        byte[] expected =
        [
            .. "MThd"u8, 0, 0, 0, 6, 0, 1, 0, 2, 0, 96,
            .. MidiBytes.Chunk("MTrk", [0, 0xFF, 3, 1, (byte)'A', 0, 0xFF, 0x58, 4, 3, 2, 24, 8, 0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 96, 0xFF, 0x2F, 0]),
            .. MidiBytes.Chunk(
                "MTrk",
                [0, 0xFF, 3, 3, .. "Sax"u8, 0, 0xC0, 65, 0, 0x90, 60, 100, 96, 0x80, 60, 0, 0, 0x90, 60, 90, 0, 0x80, 60, 0, 0, 0xFF, 0x2F, 0]),
        ];
        Assert.Equal(expected, MidiWriter.Write(score));
    }

    [Fact]
    public void Write_MorePartsThanChannels_ReadsBackEqual()
    {
        var tracks = Enumerable.Range(0, 40).Select(i => new Track($"Part {i}", i, [At(i, 10, 60, 64, i % 3 == 0 ? Track.DrumChannel : i % 16)]));
        var score = new Score(480, tracks);

        Assert.Equal(score, MidiReader.Read(MidiWriter.Write(score)).Score);
    }

    [Fact]
    public void Write_AsManyTracksAsAFileCanHave_ReadsBackEqual()
    {
        var score = new Score(480, Enumerable.Range(0, ushort.MaxValue - 1).Select(i => new Track(null, i % 128, [At(0, 1, 60, 64, i % 16)])));

        Assert.Equal(score, MidiReader.Read(MidiWriter.Write(score), MidiReadMode.Strict).Score);
    }

    [Fact]
    public void Write_NoteInsideAnotherOfItsPitch_KeepsWhatIsHeard()
    {
        var score = new Score(480, [new Track(null, 0, [At(0, 100, 60, 1), At(20, 10, 60, 2)])]);

        var read = MidiReader.Read(MidiWriter.Write(score)).Score;

        Assert.Equal([At(0, 30, 60, 1), At(20, 80, 60, 2)], read.Tracks[0].Notes);
    }

    [Fact]
    public void Write_SilenceLongerThanOneDelta_ReadsBackEqual()
    {
        var score = new Score(1, [new Track(null, 0, [At(Ticks.Max.Value - 1, 1, 60)])]);

        Assert.Equal(score, MidiReader.Read(MidiWriter.Write(score)).Score);
    }
}
