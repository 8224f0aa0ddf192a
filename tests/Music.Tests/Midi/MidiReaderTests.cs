using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Midi;

public sealed class MidiReaderTests
{
    private static Note[] NotesOf(params byte[] events) =>
        [.. MidiReader.Read(MidiBytes.File(0, 480, [.. events, .. MidiBytes.EndOfTrack])).Score.Tracks.SelectMany(track => track.Notes)];

    private static Note At(long onset, long duration, int pitch, int velocity, int channel = 0) =>
        new(new Ticks(onset), new Ticks(duration), pitch, velocity, channel);

    private static MidiFormatException Refusal(byte[] file) => Assert.Throws<MidiFormatException>(() => MidiReader.Read(file));

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

    [Theory]
    [InlineData(2, 480, 8, "Format 2 (independent patterns) is not one piece of music, so it is not read. (At byte 8.)")]
    [InlineData(0, 0, 12, "The header says 0 ticks a quarter, so no note has a time. (At byte 12.)")]
    [InlineData(0, 0x8000, 12, "The header's time code has 128 frames a second of 0 ticks; known are 24, 25, 29 and 30 frames of at least 1 tick. (At byte 12.)")]
    public void Read_HeaderOfNoUse_IsRefusedWithItsPlace(int format, int division, long offset, string message)
    {
        var refusal = Refusal(MidiBytes.File(format, division, MidiBytes.EndOfTrack));

        Assert.Equal(offset, refusal.Offset);
        Assert.Equal(message, refusal.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0, 60, 1 }, 23, "An event has no status byte, and none came before it.")]
    [InlineData(new byte[] { 0, 0xF4, 1 }, 23, "The status byte F4 has no place in a MIDI file.")]
    [InlineData(new byte[] { 0, 0x90, 200, 1 }, 24, "The byte C8 stands where a value from 0 to 127 belongs.")]
    [InlineData(new byte[] { 0, 0x90, 60 }, 25, "The data end in the middle of an event or header.")]
    [InlineData(new byte[] { 0, 0xFF, 1, 0x7F, 1 }, 27, "The data end in the middle of an event or header.")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0 }, 22, "A time or length takes more than 4 bytes.")]
    public void Read_DamagedEvent_IsRefusedWithItsPlace(byte[] track, long offset, string reason)
    {
        var refusal = Refusal(MidiBytes.File(0, 480, track));

        Assert.Equal((offset, reason), (refusal.Offset, refusal.Reason));
    }

    [Fact]
    public void Read_EventsBeyondTheLatestTick_IsRefused()
    {
        var track = Enumerable.Range(0, 200).SelectMany(_ => new byte[] { 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 1, 0 }).ToArray();

        Assert.StartsWith("An event lies later than 34359738368 ticks.", Refusal(MidiBytes.File(0, 480, track)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyOrOtherBytes_IsRefused()
    {
        Assert.Equal("This is not a MIDI file: it does not start with the header MThd. (At byte 0.)", Refusal([]).Message);
        Assert.Equal(0, Refusal("RIFF....RMIDdata"u8.ToArray()).Offset);
        Assert.Equal(4, Refusal([.. "MThd"u8, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0]).Offset);
    }
}
