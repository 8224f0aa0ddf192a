using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Midi;

public sealed class MidiReaderTests
{
    private static Note[] NotesOf(params byte[] events) =>
        [.. MidiReader.Read(MidiBytes.File(0, 480, [.. events, .. MidiBytes.EndOfTrack])).Score.Tracks.SelectMany(track => track.Notes)];

    private static Note At(long onset, long duration, int pitch, int velocity, int channel = 0) =>
        new(new Ticks(onset), new Ticks(duration), pitch, velocity, channel);

    [Fact]
    public void Read_RunningStatusAndZeroVelocity_EndsNotes() =>
        Assert.Equal([At(0, 96, 60, 100), At(96, 10, 62, 90)], NotesOf(0, 0x90, 60, 100, 96, 60, 0, 0, 62, 90, 10, 62, 0));

    [Fact]
    public void Read_OverlappingNotesOfOnePitch_EndInTheOrderTheyBegan() =>
        Assert.Equal([At(0, 20, 60, 1), At(10, 20, 60, 2)], NotesOf(0, 0x90, 60, 1, 10, 60, 2, 10, 60, 0, 10, 60, 0));

    [Fact]
    public void Read_OrphanOffsAndHangingNotes_AreNoNotes() =>
        Assert.Equal([At(5, 0, 61, 1)], NotesOf(0, 0x80, 60, 0, 5, 0x90, 61, 1, 0, 61, 0, 0, 64, 1));

    [Fact]
    public void Read_SysexUnknownMetaAndAlienChunk_AreSkippedWithRunningStatusKept()
    {
        byte[] track = [0, 0x90, 60, 1, 0, 0xF0, 2, 1, 0xF7, 0, 0xFF, 0x60, 1, 9, 7, 60, 0, .. MidiBytes.EndOfTrack, 1, 2, 3];
        byte[] file = [.. MidiBytes.File(1, 480), .. MidiBytes.Chunk("junk", [1, 2, 3]), .. MidiBytes.Chunk("MTrk", track)];

        var score = MidiReader.Read(file).Score;

        Assert.Equal([At(0, 7, 60, 1)], Assert.Single(score.Tracks).Notes);
    }

    [Fact]
    public void Read_OneChunkWithTwoChannels_GivesAPartEachWithItsProgram()
    {
        byte[] track =
        [
            0, 0xFF, 3, 2, (byte)'A', 0xE9, 0, 0xC0, 5, 0, 0x99, 38, 1, 0, 0x90, 60, 1, 0, 0xC0, 6, 4, 0x80, 60, 0, 0, 0x99, 38, 0, .. MidiBytes.EndOfTrack,
        ];

        var score = MidiReader.Read(MidiBytes.File(0, 480, track)).Score;

        Assert.Equal([("Aé", 5, false), ("Aé", 0, true)], score.Tracks.Select(part => (part.Name!, part.Program, part.IsDrums)));
    }

    [Fact]
    public void Read_ProgramChosenInAnotherChunk_HoldsForThePart()
    {
        byte[] setup = [0, 0xC3, 40, 9, 0xC3, 41, .. MidiBytes.EndOfTrack];
        byte[] notes = [8, 0x93, 60, 1, 4, 60, 0, .. MidiBytes.EndOfTrack];

        var score = MidiReader.Read(MidiBytes.File(1, 480, setup, notes)).Score;

        Assert.Equal(40, Assert.Single(score.Tracks).Program);
    }

    [Fact]
    public void Read_TemposAndMeters_LeavesOutTheImpossibleOnes()
    {
        byte[] track =
        [
            0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0, 0xFF, 0x51, 3, 0, 0, 0, 0, 0xFF, 0x58, 4, 6, 3, 24, 8,
            0, 0xFF, 0x58, 4, 0, 2, 24, 8, 0, 0xFF, 0x58, 4, 4, 63, 24, 8, 99, .. MidiBytes.EndOfTrack[1..],
        ];

        var score = MidiReader.Read(MidiBytes.File(0, 480, track)).Score;

        Assert.Equal([new Tempo(Ticks.Zero, 500_000)], score.Tempos);
        Assert.Equal([new Meter(Ticks.Zero, 6, 8)], score.Meters);
        Assert.Equal(new Ticks(99), score.End);
    }

    [Theory]
    [InlineData(0xE728, 1000, 1.0)] // 25 frames of 40 ticks
    [InlineData(0xE350, 2400, 1.001)] // 29: 30 frames in 1.001 seconds, of 80 ticks
    public void Read_TimeCodeDivision_KeepsTheSeconds(int division, int ticks, double seconds)
    {
        byte[] track = [0, 0xFF, 0x51, 3, 1, 2, 3, (byte)(0x80 | (ticks >> 7)), (byte)(ticks & 0x7F), .. MidiBytes.EndOfTrack[1..]];

        var score = MidiReader.Read(MidiBytes.File(0, division, track)).Score;

        Assert.Equal(seconds, score.TempoMap.SecondsAt(score.End), 1e-12);
    }
}
