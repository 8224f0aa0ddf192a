using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Music.Starter;

namespace MusicGen.Music.Tests.Starter;

/// <summary>What the players do over the chords, measured over every tune of the songbook in every key.</summary>
public sealed class HarmonyTests
{
    private static readonly Tune[] Tunes =
        [.. Enumerable.Range(0, Songbook.Count).SelectMany(index => Enumerable.Range(0, 12).Select(tonic => Songbook.Of(index, tonic)))];

    private static HashSet<(int, int)> RhythmOf(Phrase phrase) => [.. phrase.Slots.Select(slot => (slot.Eighth, slot.Length))];

    private static Dice DiceOf(string purpose) => new(CounterRandom.For(5, purpose));

    private static int BeatOf(Note note) => (int)(note.Onset.Value / SwingGrid.TicksPerQuarter);

    private static double Share<T>(IReadOnlyCollection<T> items, Func<T, bool> isSo) => items.Count(isSo) / (double)items.Count;

    [Theory]
    [InlineData("Bbmaj7", 0, 10, "10 2 5 9")]
    [InlineData("F#m7b5", 0, 6, "6 9 0 4")]
    [InlineData("C7", 5, 5, "5 9 0 3")]
    [InlineData("Ebdim7", 0, 3, "3 6 9 0")]
    public void Parse_Symbol_GivesTheChord(string symbol, int transposition, int root, string tones)
    {
        var chord = Chord.Parse(symbol, transposition);

        Assert.Equal(root, chord.Root);
        Assert.Equal(tones, string.Join(' ', chord.Tones));
    }

    [Theory]
    [InlineData("H7")]
    [InlineData("C9")]
    [InlineData("C")]
    public void Parse_OtherText_IsRefused(string symbol) => Assert.Throws<ArgumentException>(() => Chord.Parse(symbol, 0));

    [Fact]
    public void Songbook_EveryTune_HasBarsForItsForm()
    {
        Assert.All(Tunes, tune => Assert.True(tune.Bars is 12 or 16 or 32 && tune.BarsPerSection is 4 or 8));
        Assert.Equal(Tunes.Length, Tunes.Select(tune => (tune.Title, tune.Tonic)).Distinct().Count());
    }

    [Fact]
    public void WalkingBass_ChordStarts_AreOnTheRoot()
    {
        foreach (var tune in Tunes)
        {
            var notes = WalkingBass.Play(tune, tune.Bars * 4, DiceOf("bass")).ToArray();
            var starts = notes.Where(note => tune.ChangesAt(BeatOf(note))).ToArray();

            Assert.All(starts, note => Assert.Equal(tune.At(BeatOf(note)).Root, note.Pitch % 12));
        }
    }

    [Fact]
    public void WalkingBass_Line_WalksInSmallStepsAndLeadsIntoRoots()
    {
        var lines = Tunes.Select(tune => (Tune: tune, Notes: WalkingBass.Play(tune, tune.Bars * 4, DiceOf("bass " + tune.Title)).ToArray())).ToArray();
        var steps = lines.SelectMany(line => line.Notes.Zip(line.Notes.Skip(1), (one, next) => Math.Abs(one.Pitch - next.Pitch))).ToArray();
        var approaches = lines
            .SelectMany(line => line.Notes.Zip(line.Notes.Skip(1))
                .Where(pair => line.Tune.ChangesAt(BeatOf(pair.Second)) && !line.Tune.ChangesAt(BeatOf(pair.First))))
            .ToArray();

        Assert.True(Share(steps, step => step <= 7) > 0.9);
        Assert.True(Share(steps, step => step == 0) < 0.03);
        Assert.True(Share(approaches, pair => Math.Abs(pair.First.Pitch - pair.Second.Pitch) is 1 or 2 or 5 or 7) > 0.85);
    }

    [Fact]
    public void Comping_Voicings_HoldTheGuideTonesAndMoveLittle()
    {
        foreach (var isShell in new[] { true, false })
        {
            foreach (var tune in Tunes)
            {
                int[] before = [];
                for (var beat = 0; beat < tune.Bars * 4; beat++)
                {
                    var voicing = Comping.Voicing(tune.At(beat), before, isShell);

                    Assert.Subset(voicing.Select(pitch => pitch % 12).ToHashSet(), tune.At(beat).GuideTones.ToHashSet());
                    Assert.True(before.Length == 0 || Math.Abs(voicing.Average() - before.Average()) <= 7);
                    before = voicing;
                }
            }
        }
    }

    [Fact]
    public void LeadLine_Solos_LandOnChordTonesAndStayInTheKey()
    {
        var notes = Tunes.SelectMany(tune =>
        {
            var dice = DiceOf("solo " + tune.Title + tune.Tonic);
            return Solo.Play(tune, 0, new LeadLine(tune, Lead.All[0].Range, dice), dice).Select(note => (Tune: tune, Note: note));
        }).ToArray();
        var onBeat = notes.Where(item => item.Note.Onset.Value % SwingGrid.TicksPerQuarter == 0).ToArray();
        var strong = onBeat.Where(item => !item.Tune.Title.EndsWith("blues", StringComparison.Ordinal)).ToArray();

        Assert.Equal(1.0, Share(strong, item => item.Tune.At(BeatOf(item.Note)).Tones.Contains(item.Note.Pitch % 12)), 0.02);
        Assert.InRange(Share(onBeat, item => item.Tune.At(BeatOf(item.Note)).Tones.Contains(item.Note.Pitch % 12)), 0.75, 1);
        Assert.InRange(Share(notes, item => item.Tune.At(BeatOf(item.Note)).Scale.Union(item.Tune.BluesScale).Contains(item.Note.Pitch % 12)), 0.8, 0.99);
        Assert.InRange(Share(notes, item => item.Note.Onset.Value % SwingGrid.TicksPerQuarter == 320), 0.3, 0.55);
    }

    [Fact]
    public void Phrase_Varied_KeepsItsRhythmButForANote()
    {
        var dice = DiceOf("phrase");
        for (var i = 0; i < 100; i++)
        {
            var phrase = Phrase.Invent(dice, 12, 0.6, isBlue: false);

            var varied = phrase.Vary(dice);

            Assert.InRange(phrase.Slots.Count - varied.Slots.Count, 0, 1);
            Assert.Subset(RhythmOf(phrase), RhythmOf(varied));
            Assert.All(phrase.Slots.Zip(phrase.Slots.Skip(1)), pair => Assert.True(pair.First.Eighth + pair.First.Length <= pair.Second.Eighth));
            Assert.Null(phrase.Within(0));
        }
    }
}
