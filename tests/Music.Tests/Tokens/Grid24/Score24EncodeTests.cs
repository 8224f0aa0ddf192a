using CsCheck;
using MusicGen.Music.Scores;
using MusicGen.Music.Tests.Scores;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Tokens.Grid24;

public sealed class Score24EncodeTests
{
    private static Note N(long onset, long duration, int pitch, int velocity = 66, int channel = 0) =>
        new(new Ticks(onset), new Ticks(duration), pitch, velocity, channel);

    private static Track Piano(params Note[] notes) => new(null, 0, notes);

    private static Track Drums(params Note[] notes) => new(null, 0, notes.Select(note => note with { Channel = Track.DrumChannel }));

    private static Meter Meter(long at, int numerator, int denominator) => new(new Ticks(at), numerator, denominator);

    private static string Text(Score score, Score24Options? options = null) => string.Join(' ', Score24.Encode(score, options).ToWords());

    [Fact]
    public void Encode_NoteAndDrum_TellsBarMeterPositionTempoProgramAndNotes()
    {
        var score = new Score(480, [Drums(N(0, 10, 36, 100)), Piano(N(0, 480, 60), N(240, 240, 64, 1))]);

        Assert.Equal(
            "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_24 Program_Drums DrumPitch_36 Velocity_102 "
            + "Position_12 Program_0 Pitch_64 Velocity_2 Duration_12 EOS",
            Text(score));
    }

    [Fact]
    public void Encode_NoNotes_IsTheEndAlone() => Assert.Equal("EOS", Text(new Score(480, [], [new Tempo(Ticks.Zero, 1)])));

    [Fact]
    public void Encode_SilenceAtTheStart_KeepsEmptyBarsAndDropsThoseAtTheEnd()
    {
        var score = new Score(24, [Piano(N(192, 24, 60))], end: new Ticks(9_600));

        var words = Score24.Encode(score).ToWords();

        Assert.Equal(["Bar", "TimeSig_4/4", "Bar", "Bar", "Position_0"], words[..5]);
        Assert.Equal(3, Score24.Encode(score).Bars);
        Assert.Equal("EOS", words[^1]);
    }

    [Fact]
    public void Encode_NotesOfOneSlot_RiseByProgramAndPitchAndShareThePrograms()
    {
        Track[] tracks = [new(null, 40, [N(0, 24, 50)]), Piano(N(0, 24, 67), N(0, 24, 64)), new("again", 40, [N(0, 24, 45, channel: 3)])];

        var words = Score24.Encode(new Score(24, tracks)).ToWords();

        Assert.Equal(
            ["Program_0", "Pitch_64", "Pitch_67", "Program_40", "Pitch_45", "Pitch_50"],
            words.Where(word => word.StartsWith('P') && !word.StartsWith("Position", StringComparison.Ordinal)));
    }

    [Fact]
    public void Encode_Duplicates_KeepsTheLongestThenTheLoudest()
    {
        var encoding = Score24.Encode(new Score(480, [Piano(N(0, 480, 60, 10), N(5, 960, 60, 20), N(9, 960, 60, 90))]));

        Assert.Equal((1, 2), (encoding.Notes, encoding.Duplicates));
        Assert.Contains("Pitch_60 Velocity_90 Duration_48", string.Join(' ', encoding.ToWords()), StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_NotesThatCannotBeTold_AreCounted()
    {
        var notes = new[] { N(0, 0, 60), N(0, 9, 61), N(0, 10, 62), N(0, 480 * 16, 63), N(0, (480 * 16) + 1, 64) };

        var encoding = Score24.Encode(new Score(480, [Piano(notes), Drums(N(0, 1, 25), N(0, 1, 27), N(0, 1, 87), N(0, 1, 88))]));

        Assert.Equal((2, 1, 2, 7), (encoding.Lengthened, encoding.Shortened, encoding.DrumsLeftOut, encoding.Notes));
        Assert.Equal(5, encoding.ToWords().Count(word => word is "Duration_1" or "Duration_384"));
    }

    [Fact]
    public void Encode_HiHatEdgesOfElectronicKits_BecomeGeneralMidis()
    {
        var encoding = Score24.Encode(new Score(480, [Drums(N(0, 1, 22), N(0, 1, 26))]));

        Assert.Equal(["DrumPitch_42", "DrumPitch_46"], encoding.ToWords().Where(word => word.StartsWith("DrumPitch", StringComparison.Ordinal)));
        Assert.Equal((2, 0), (encoding.DrumsMoved, encoding.DrumsLeftOut));
    }

    [Theory]
    [InlineData(30, "Tempo_30", 0)]
    [InlineData(300, "Tempo_300", 0)]
    [InlineData(29, "Tempo_30", 1)]
    [InlineData(1_000, "Tempo_300", 1)]
    public void Encode_Tempo_IsTheNearestAndCountedWhereItIsBeyondAll(int qpm, string word, int clamped)
    {
        var encoding = Score24.Encode(new Score(24, [Piano(N(0, 24, 60))], [new Tempo(Ticks.Zero, 60_000_000 / qpm)]));

        Assert.Contains(word, encoding.ToWords());
        Assert.Equal(clamped, encoding.TemposClamped);
    }

    [Fact]
    public void Encode_TempoChanges_AreToldWhereTheTokenChanges()
    {
        int[] microseconds = [500_000, 501_000, 250_000, 500_000];
        var tempos = microseconds.Select((length, i) => new Tempo(new Ticks(i * 24), length));

        var words = Score24.Encode(new Score(24, [Piano(N(0, 24, 60), N(96, 24, 60))], tempos)).ToWords();

        Assert.Equal(3, words.Count(word => word.StartsWith("Tempo", StringComparison.Ordinal)));
        Assert.Equal(["Position_0", "Position_48", "Position_72", "Position_0"], words.Where(word => word.StartsWith("Position", StringComparison.Ordinal)));
    }

    [Fact]
    public void Encode_ChordsAndKeys_AreToldOnlyWhereAsked()
    {
        var score = new Score(
            24,
            [Piano(N(0, 24, 60), N(48, 24, 60))],
            keys: [new KeySignature(Ticks.Zero, -3, false), new KeySignature(new Ticks(48), -3, true)],
            chords: [new ChordSymbol(Ticks.Zero, 10, ChordQuality.Dominant7), new ChordSymbol(new Ticks(24), null, ChordQuality.Major)]);

        Assert.DoesNotContain("Chord", Text(score), StringComparison.Ordinal);
        Assert.Equal(
            ["Key_Eb:maj", "Chord_Bb:7", "Chord_N.C.", "Key_C:min"],
            Score24.Encode(score, new Score24Options { Chords = true, Keys = true }).ToWords().Where(word => word[0] is 'K' or 'C'));
    }

    [Theory]
    [InlineData(6, 8, "TimeSig_6/8", 0)]
    [InlineData(2, 2, "TimeSig_2/2", 0)]
    [InlineData(3, 2, "TimeSig_6/4", 1)]
    [InlineData(12, 16, "TimeSig_3/4", 1)]
    [InlineData(4, 8, "TimeSig_2/4", 1)]
    [InlineData(1, 128, "TimeSig_4/4", 1)]
    [InlineData(255, 4, "TimeSig_4/4", 1)]
    public void Encode_Meter_IsToldOrReplacedByOneOfItsLength(int numerator, int denominator, string word, int rebarred)
    {
        var encoding = Score24.Encode(new Score(24, [Piano(N(0, 24, 60))], meters: [Meter(0, numerator, denominator)]));

        Assert.Equal(word, encoding.ToWords()[1]);
        Assert.Equal(rebarred, encoding.MetersRebarred);
    }

    [Theory]
    [InlineData(48, 4, 4, "TimeSig_2/4 TimeSig_4/4", 48, 0)] // a pickup of two quarters
    [InlineData(72, 3, 4, "TimeSig_3/4", 72, 0)]
    [InlineData(24, 4, 4, "TimeSig_5/4 TimeSig_4/4", 120, 1)] // one quarter has no meter, so it joins the bar after it
    [InlineData(24, 3, 4, "TimeSig_4/4 TimeSig_3/4", 96, 1)]
    [InlineData(10, 4, 4, "TimeSig_4/4", 96, 1)] // nothing fits: the meter waits
    [InlineData(192, 3, 4, "TimeSig_4/4 TimeSig_3/4", 96, 0)]
    public void Encode_BarThatAMeterCutsShort_IsToldAsOneThatFits(long at, int numerator, int denominator, string meters, long secondBar, int rebarred)
    {
        var encoding = Score24.Encode(new Score(24, [Piano(N(0, 24, 60), N(500, 24, 60))], meters: [Meter(at, numerator, denominator)]));

        var piece = Score24.Decode(encoding.Tokens.AsSpan());
        Assert.Equal(meters, string.Join(' ', encoding.ToWords().Where(word => word.StartsWith("TimeSig", StringComparison.Ordinal))));
        Assert.Equal(secondBar, new BarMap(24, piece.Meters).TicksAt(new BarPosition(2, 1, 0)).Value);
        Assert.Equal([0L, 500], piece.Tracks[0].Notes.Select(note => note.Onset.Value));
        Assert.Equal(rebarred, encoding.MetersRebarred);
    }

    [Fact]
    public void Encode_MetersOfOneSlot_LetTheLastHold()
    {
        var encoding = Score24.Encode(new Score(24, [Piano(N(0, 24, 60))], meters: [Meter(0, 3, 4), Meter(0, 5, 4)]));

        Assert.Equal(("TimeSig_5/4", 0), (encoding.ToWords()[1], encoding.MetersRebarred));
    }

    [Theory]
    [InlineData(ProgramMapping.Exact, "Program_66")]
    [InlineData(ProgramMapping.Families, "Program_64")]
    [InlineData(ProgramMapping.Seed, "Program_40")]
    public void Encode_ProgramMapping_TellsTheProgramItSays(ProgramMapping mapping, string word)
    {
        var words = Score24.Encode(new Score(24, [new Track(null, 66, [N(0, 24, 60)])]), new Score24Options { Programs = mapping }).ToWords();

        Assert.Contains(word, words);
    }

    [Fact]
    public void Encode_MoreThan15Programs_MergesThoseWithTheFewestNotes()
    {
        var tracks = Enumerable.Range(0, 17).Select(i => new Track(null, i * 7, [.. Enumerable.Range(0, i is 3 or 9 ? 1 : 2).Select(k => N(k * 24, 24, 60 + i))]));

        var encoding = Score24.Encode(new Score(24, tracks));

        Assert.Equal((2, 32), (encoding.ProgramsMerged, encoding.Notes));
        Assert.Equal(15, encoding.ToWords().Where(word => word.StartsWith("Program", StringComparison.Ordinal)).Distinct().Count());
        Assert.DoesNotContain("Program_21", encoding.ToWords());
    }

    [Fact]
    public void Encode_OneNoteAYearAway_IsRefusedAtOnce()
    {
        var refusal = Assert.Throws<Score24LimitException>(() => Score24.Encode(new Score(1, [Piano(N(Ticks.Max.Value - 1, 1, 60))])));

        Assert.StartsWith("The score has more than 20000 bars", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_AsManyBarsAsAllowed_IsTold()
    {
        var options = new Score24Options { MostBars = 3 };

        Assert.Equal(3, Score24.Encode(new Score(24, [Piano(N(287, 1, 60))]), options).Bars);
        Assert.Throws<Score24LimitException>(() => Score24.Encode(new Score(24, [Piano(N(288, 1, 60))]), options));
    }

    [Fact]
    public void Encode_ManyNotesAtOneTick_StaysFast()
    {
        var pile = Piano([.. Enumerable.Range(0, 300_000).Select(i => N(0, i, i % 128))]);

        Assert.Equal((128, 300_000 - 128), (Score24.Encode(new Score(24, [pile])).Notes, Score24.Encode(new Score(24, [pile])).Duplicates));
    }

    [Fact]
    public void Encode_AnyScore_IsAValidPieceThatEncodesToItself() =>
        ShortScore.Scores.Sample(
            score =>
            {
                var options = new Score24Options { Chords = true, Keys = true };
                var encoding = Score24.Encode(score, options);

                var piece = Score24.Decode(encoding.Tokens.AsSpan());

                return Score24.Encode(piece, options).Tokens.SequenceEqual(encoding.Tokens)
                    && encoding.Notes + encoding.Duplicates + encoding.DrumsLeftOut == score.NoteCount
                    && piece.NoteCount == encoding.Notes
                    && IsWithinTheLimits(encoding, Score24Fidelity.Of(score, piece));
            },
            iter: 1_000);

    [Fact]
    public void Encode_ScoreOfAnyLength_IsAValidPieceOrRefused() =>
        AnyScore.Scores.Sample(score =>
        {
            try
            {
                var encoding = Score24.Encode(score, new Score24Options { MostBars = 1_000 });
                return Score24.Decode(encoding.Tokens.AsSpan()).NoteCount == encoding.Notes;
            }
            catch (Score24LimitException)
            {
                return true;
            }
        });

    /// <remarks>
    /// Where programs were merged, notes have changed their voice and cannot be compared. A note is compared with its duplicate where that one is more like it.
    /// </remarks>
    private static bool IsWithinTheLimits(Score24Encoding encoding, Score24Fidelity fidelity)
    {
        const double halfSlot = (1.0 / 48) + 1e-9;
        return encoding.ProgramsMerged > 0
            || (fidelity.Invented == 0
                && fidelity.Missing == encoding.Duplicates + encoding.DrumsLeftOut
                && fidelity.OnsetErrors.All(error => error <= halfSlot)
                && fidelity.VelocityErrors.Count(error => error > 2) <= encoding.Duplicates
                && fidelity.DurationErrors.Zip(fidelity.RelativeDurationErrors).Count(error => error.First > halfSlot && error.Second > 0.0625 + 1e-9)
                    <= encoding.Lengthened + encoding.Duplicates);
    }
}
