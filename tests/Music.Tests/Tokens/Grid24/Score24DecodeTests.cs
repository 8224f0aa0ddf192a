using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Tokens.Grid24;

public sealed class Score24DecodeTests
{
    private const string Begin = "Bar TimeSig_4/4 Position_0 Tempo_123 ";
    private const string Note = "Pitch_60 Velocity_66 Duration_24 ";

    private static Score Decode(string text) =>
        Score24.Decode(Score24Vocabulary.ToIds(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)), "Tune");

    [Fact]
    public void Decode_Piece_BecomesItsScore()
    {
        var score = Decode(
            Begin + "Key_Eb:maj Chord_Bb:7 Program_32 Pitch_36 Velocity_102 Duration_96 Program_Drums DrumPitch_36 Velocity_66 DrumPitch_42 Velocity_2 "
            + "Bar TimeSig_3/4 Position_12 Tempo_300 Program_0 " + Note + "EOS");

        Assert.Equal((24, "Tune", 168L), (score.TicksPerQuarter, score.Name, score.End.Value));
        Assert.Equal([new Meter(Ticks.Zero, 4, 4), new Meter(new Ticks(96), 3, 4)], score.Meters);
        Assert.Equal([new KeySignature(Ticks.Zero, -3, false)], score.Keys);
        Assert.Equal([new ChordSymbol(Ticks.Zero, 10, ChordQuality.Dominant7)], score.Chords);
        Assert.Equal([0L, 108], score.Tempos.Select(tempo => tempo.At.Value));
        Assert.Equal([(32, 0), (0, 9), (0, 1)], score.Tracks.Select(track => (track.Program, track.Channel)));
        Assert.Equal([(0L, 6L, 36, 66), (0, 6, 42, 2)], score.Tracks[1].Notes.Select(note => (note.Onset.Value, note.Duration.Value, note.Pitch, note.Velocity)));
        Assert.Equal((108L, 24L, 60, 66), score.Tracks[2].Notes.Select(note => (note.Onset.Value, note.Duration.Value, note.Pitch, note.Velocity)).Single());
        Assert.Equal(score.Tracks, MidiReader.Read(MidiWriter.Write(score)).Score.Tracks);
    }

    [Fact]
    public void Decode_TheEndAlone_IsAnEmptyScore() => Assert.Empty(Decode("EOS").Tracks);

    [Fact]
    public void Decode_NoteThatRingsOn_EndsTheScoreWithItself() =>
        Assert.Equal(384, Decode("Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_384 EOS").End.Value);

    [Fact]
    public void Decode_15ProgramsAndDrums_TakeAllChannels()
    {
        var programs = string.Concat(Enumerable.Range(0, 15).Select(i => $"Program_{i} {Note}"));

        var score = Decode(Begin + programs + "Program_Drums DrumPitch_36 Velocity_66 EOS");

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 9], score.Tracks.Select(track => track.Channel));
    }

    [Theory]
    [InlineData(0, "", "The piece has no end: EOS must follow its last note.")]
    [InlineData(8, Begin + "Program_0 " + Note, "The piece has no end: EOS must follow its last note.")]
    [InlineData(0, "PAD", "PAD is never part of a piece.")]
    [InlineData(0, "BOS Bar", "BOS is never part of a piece.")]
    [InlineData(1, "Bar MASK", "MASK is never part of a piece.")]
    [InlineData(1, "Bar FILL_BEGIN", "FILL_BEGIN is never part of a piece.")]
    [InlineData(1, "EOS Bar", "Bar stands after the end of the piece.")]
    [InlineData(1, "EOS EOS", "EOS stands after the end of the piece.")]
    [InlineData(0, "Position_0", "Position_0 cannot stand here; expected: EOS, Bar.")]
    [InlineData(1, "Bar Position_0", "Position_0 cannot stand here; expected: TimeSig.")]
    [InlineData(2, "Bar TimeSig_4/4 EOS", "EOS cannot stand here; expected: Bar, Position.")]
    [InlineData(3, "Bar TimeSig_4/4 Bar TimeSig_4/4", "TimeSig_4/4 is in force already: a meter is told where it changes.")]
    [InlineData(2, "Bar TimeSig_4/4 Position_96", "Position_96 lies beyond the bar, which has 96 ticks.")]
    [InlineData(3, "Bar TimeSig_4/4 Position_0 Program_0", "Program_0 cannot stand here; expected: Tempo.")]
    [InlineData(4, Begin + "Position_0", "Position_0 is not after Position_0: positions rise within a bar.")]
    [InlineData(5, Begin + "Position_1 Tempo_123", "Tempo_123 is in force already: a tempo is told where it changes.")]
    [InlineData(5, Begin + "Position_1 Bar", "Bar cannot stand here; expected: Tempo, Key, Chord, Program.")]
    [InlineData(6, Begin + "Key_C:maj Position_1 Key_C:maj", "Key_C:maj is in force already: a key is told where it changes.")]
    [InlineData(6, Begin + "Chord_C:maj Position_1 Chord_C:maj", "Chord_C:maj is in force already: a chord is told where it changes.")]
    [InlineData(5, Begin + "Chord_C:maj Key_C:maj", "Key_C:maj cannot stand here; expected: Bar, Position, Program.")]
    [InlineData(5, Begin + "Program_0 DrumPitch_36", "DrumPitch_36 cannot stand here; expected: Pitch.")]
    [InlineData(5, Begin + "Program_Drums Pitch_36", "Pitch_36 cannot stand here; expected: DrumPitch.")]
    [InlineData(6, Begin + "Program_0 Pitch_60 Duration_24", "Duration_24 cannot stand here; expected: Velocity.")]
    [InlineData(7, Begin + "Program_0 Pitch_60 Velocity_66 Pitch_61", "Pitch_61 cannot stand here; expected: Duration.")]
    [InlineData(8, Begin + "Program_0 " + Note + "Pitch_60", "Pitch_60 does not lie above the note before it: pitches rise within a program.")]
    [InlineData(7, Begin + "Program_Drums DrumPitch_36 Velocity_66 DrumPitch_35", "DrumPitch_35 does not lie above the note before it: pitches rise within a program.")]
    [InlineData(7, Begin + "Program_Drums DrumPitch_36 Velocity_66 Duration_24", "Duration_24 cannot stand here; expected: EOS, Bar, Position, Program, DrumPitch.")]
    [InlineData(8, Begin + "Program_1 " + Note + "Program_0", "Program_0 does not come after the program before it: programs rise within a position.")]
    [InlineData(5, Begin + "Chord_C:maj EOS", "EOS cannot stand here; expected: Bar, Position, Program.")]
    public void Decode_NotAPiece_IsRefusedWithPlaceAndReason(int position, string text, string reason)
    {
        var refusal = Assert.Throws<Score24FormatException>(() => Decode(text));

        Assert.Equal((position, reason), (refusal.Position, refusal.Reason));
    }

    [Fact]
    public void Decode_16thPitchedProgram_IsRefused()
    {
        var programs = string.Concat(Enumerable.Range(0, 15).Select(i => $"Program_{i} {Note}"));

        var refusal = Assert.Throws<Score24FormatException>(() => Decode(Begin + programs + "Program_15"));

        Assert.Equal("Program_15 would be one pitched program too many: a piece has at most 15.", refusal.Reason);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(793)]
    public void Decode_NoId_IsRefused(int id)
    {
        var refusal = Assert.Throws<Score24FormatException>(() => Score24.Decode([id]));

        Assert.Equal($"{id} is no token: ids go from 0 to 792. (At token 0.)", refusal.Message);
    }
}
