using System.Diagnostics;
using CsCheck;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Music.Tests.Scores;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Tokens;

public sealed class NoteNamesTests
{
    private static Track Part(int program, params (long Onset, long Duration, int Pitch)[] notes) => PartOn(0, program, notes);

    private static Track PartOn(int channel, int program, params (long Onset, long Duration, int Pitch)[] notes) =>
        new(null, program, notes.Select(note => new Note(new Ticks(note.Onset), new Ticks(note.Duration), note.Pitch, 64, channel)));

    private static string[] WordsOf(NoteNamesOptions options, params Track[] tracks) => NoteNames.Encode(new Score(480, tracks), options);

    private static string[] WordsOf(params Track[] tracks) => WordsOf(new NoteNamesOptions(), tracks);

    [Fact]
    public void Encode_EveryPitch_HasANameOfItsOwnThatParses()
    {
        var names = Enumerable.Range(0, 128).Select(pitch => Assert.Single(WordsOf(Part(0, (0, 480, pitch))))).ToArray();

        Assert.Equal(128, names.Distinct().Count());
        Assert.All(names, (name, pitch) =>
        {
            Assert.Matches("^([A-G]|C#|F#|G#|E-|B-|En|Bn)-?[0-9]$", name);
            Assert.True(NoteNames.TryParse(name, out var pitches));
            Assert.Equal([pitch], pitches);
        });
    }

    [Theory]
    [InlineData(60, "C4")]
    [InlineData(61, "C#4")]
    [InlineData(63, "E-4")]
    [InlineData(58, "B-3")]
    [InlineData(56, "G#3")]
    [InlineData(0, "C-1")]
    [InlineData(3, "E--1")]
    [InlineData(4, "En-1")]
    [InlineData(27, "E-1")]
    [InlineData(10, "B--1")]
    [InlineData(34, "B-1")]
    [InlineData(127, "G9")]
    public void Encode_Pitch_GetsMusic21sName(int pitch, string name) => Assert.Equal([name], WordsOf(Part(0, (0, 480, pitch))));

    [Theory]
    [InlineData("4.7.11", 64, 67, 71)]
    [InlineData("11.2.5", 71, 62, 65)]
    [InlineData("9", 69)]
    public void TryParse_Chord_LiesInTheOctaveOfMiddleC(string word, params int[] pitches)
    {
        Assert.True(NoteNames.TryParse(word, out var parsed));
        Assert.Equal(pitches, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("H4")]
    [InlineData("C")]
    [InlineData("C10")]
    [InlineData("G#9")]
    [InlineData("D-4")]
    [InlineData("c4")]
    [InlineData("4.4")]
    [InlineData("4.12")]
    [InlineData("4..7")]
    [InlineData("04")]
    [InlineData("-1")]
    [InlineData("<bos>")]
    public void IsWord_AnythingElse_IsFalse(string word) => Assert.False(NoteNames.IsWord(word));

    [Fact]
    public void Encode_NotesWithinTheTolerance_AreAChord() =>
        Assert.Equal(["0.4.7"], WordsOf(Part(0, (0, 480, 60), (50, 450, 64), (119, 481, 67))));

    [Fact]
    public void Encode_NoteAtTheTolerance_StandsAlone()
    {
        Assert.Equal(["0.4", "G4"], WordsOf(Part(0, (0, 480, 60), (0, 480, 64), (120, 360, 67))));
        Assert.Equal(["C4", "E4"], WordsOf(new NoteNamesOptions { ToleranceDivisor = 16 }, Part(0, (0, 480, 60), (30, 480, 64))));
    }

    [Fact]
    public void Encode_NoteThatEndsElsewhere_IsAnotherVoice() =>
        Assert.Equal(["7.0", "E4"], WordsOf(Part(0, (0, 480, 60), (0, 960, 64), (0, 600, 67))));

    [Fact]
    public void Encode_OctaveDoubling_IsAChordOfOneClass() => Assert.Equal(["9"], WordsOf(Part(0, (0, 480, 57), (0, 480, 69))));

    [Fact]
    public void Encode_SeveralParts_MergesThemByTimeAndDropsDrums()
    {
        Track[] parts = [Part(65, (0, 480, 72), (480, 480, 74)), PartOn(9, 0, (0, 480, 38)), PartOn(1, 0, (10, 480, 60), (900, 40, 64))];

        Assert.Equal(["C5", "C4", "D5", "E4"], WordsOf(parts));
        Assert.Equal(["C5", "D5"], WordsOf(new NoteNamesOptions { Parts = PartSelection.First }, parts));
        Assert.Empty(WordsOf(new NoteNamesOptions { Parts = PartSelection.First }, parts[1]));
    }

    [Fact]
    public void Encode_NoteHeldOverBars_IsToldAgainOnlyWhereAsked()
    {
        var held = Part(0, (960, 480 * 8, 60), (1920, 240, 64));

        Assert.Equal(["C4", "E4"], WordsOf(held));
        Assert.Equal(["C4", "C4", "E4", "C4"], WordsOf(new NoteNamesOptions { SplitTiesAtBar = true }, held));
    }

    [Fact]
    public void Encode_NoteHeldForAYear_IsToldABoundedNumberOfTimes() =>
        Assert.Equal(64, WordsOf(new NoteNamesOptions { SplitTiesAtBar = true }, Part(0, (0, Ticks.Max.Value, 60))).Length);

    [Fact]
    public void Encode_ManyNotesHeldOverManyBars_IsRefusedOnlyWhereToldAgain()
    {
        var pads = Part(0, [.. Enumerable.Range(0, 3_000).Select(i => (i * 1_000L, 64 * 1920L, i % 128))]);

        var refusal = Assert.Throws<NoteNamesLimitException>(() => WordsOf(new NoteNamesOptions { SplitTiesAtBar = true }, pads));

        Assert.StartsWith("The score's 3000 notes are held over so many bars that it would have more than 112000 words;", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3_000, WordsOf(pads).Length);
    }

    [Fact]
    public void Encode_ManyNotesAtOneTick_StaysFast()
    {
        var pile = Part(0, [.. Enumerable.Range(0, 300_000).Select(i => (0L, i * 1_000L, i % 128))]);
        var start = Stopwatch.GetTimestamp();

        var words = WordsOf(pile);

        Assert.Equal(300_000, words.Length);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5); // 0.1 s; to compare all pairs takes 40 s
    }

    [Fact]
    public void Encode_AnyScore_GivesWordsThatDecode() =>
        AnyScore.Scores.Sample(score =>
        {
            var words = NoteNames.Encode(score, new NoteNamesOptions { SplitTiesAtBar = true });

            return words.All(NoteNames.IsWord) && NoteNames.Encode(NoteNames.Decode(words)).Length == words.Length;
        });

    [Fact]
    public void Decode_Words_PlaysEachForAnEighth()
    {
        var score = NoteNames.Decode(["C4", "C4", "0.4.7"], tempoQpm: 90, program: 11, name: "Tune");

        var part = Assert.Single(score.Tracks);
        Assert.Equal([(0L, 60), (240, 60), (480, 60), (480, 64), (480, 67)], part.Notes.Select(note => (note.Onset.Value, note.Pitch)));
        Assert.All(part.Notes, note => Assert.Equal((240L, 80), (note.Duration.Value, note.Velocity)));
        Assert.Equal((11, "Tune", 666_667), (part.Program, score.Name, score.Tempos[0].MicrosecondsPerQuarter));
        Assert.Equal(["C4", "C4", "0.4.7"], NoteNames.Encode(score));
        Assert.Equal(score, MidiReader.Read(MidiWriter.Write(score)).Score);
    }

    [Fact]
    public void Decode_NoWords_IsAnEmptyScore() => Assert.Empty(NoteNames.Decode([]).Tracks);

    [Fact]
    public void Decode_NotAWord_IsRefusedWithItsPlace()
    {
        var refusal = Assert.Throws<NoteNameFormatException>(() => NoteNames.Decode(["C4", "X4"]));

        Assert.Equal((1, "X4"), (refusal.Index, refusal.Word));
        Assert.Equal("Word 1, 'X4', is neither a note name such as E-4 nor a chord such as 4.7.11.", refusal.Message);
    }
}
