using MusicGen.Music.Grammar;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

public sealed class Score24GrammarTests
{
    private static readonly Score24Options Everything = new() { Keys = true, Chords = true };

    private static int[] Ids(string text) => Score24Vocabulary.ToIds(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string[] Allowed(Score24Grammar grammar, string after = "")
    {
        foreach (var id in Ids(after)) grammar.Advance(id);
        return [.. Score24Vocabulary.Words.Where((_, id) => grammar.Allows(id))];
    }

    /// <remarks>The specification's gate: no empty mask, no invalid piece, every constraint kept, encode(decode(t)) = t.</remarks>
    [Fact]
    public void Advance_100000RandomStepsUnderRandomConstraints_KeepToAllOfThem()
    {
        var random = new RandomComposer(seed: 24);
        int pieces = 0, primed = 0;
        int[] primer = [];

        while (random.Steps < 100_000)
        {
            var constraints = AnyConstraints.Draw(random);
            var live = AnyConstraints.DrawLive(random);
            int[] tokens;
            try
            {
                tokens = random.Compose(new Score24Grammar(constraints, live), primer);
            }
            catch (Score24ConstraintException)
            {
                primer = [];
                continue;
            }

            Assert.Empty(new ComposedPiece(tokens, primer).Faults(constraints, live));
            Assert.Equal(tokens, Score24.Encode(Score24.Decode(tokens), Everything).Tokens);
            pieces++;
            if (primer.Length > 0) primed++;
            primer = random.Below(3) > 0 || tokens.Length > 400 ? [] : random.Below(2) == 0 ? tokens : tokens[..^1];
        }

        Assert.True(pieces > 300 && primed > 50, $"{pieces} pieces, {primed} of them with a primer, are too few to say anything.");
    }

    [Fact]
    public void Advance_ManyBarsOfOneVoice_EndsInTime()
    {
        var random = new RandomComposer(seed: 1);
        var constraints = new Score24Constraints { Bars = 200, MostNotesAtOnce = 1, Programs = [40], MostNotesPerBar = 8, Meters = ["7/4", "3/8"] };

        var tokens = random.Compose(new Score24Grammar(constraints));

        Assert.Empty(new ComposedPiece(tokens, []).Faults(constraints, Enumerable.Range(0, Score24Vocabulary.Size)));
    }

    [Fact]
    public void Allowed_AtTheStart_IsABar() => Assert.Equal(["Bar"], Allowed(new Score24Grammar()));

    [Fact]
    public void Allowed_AfterTheFirstBar_IsAMeterOfThoseAskedFor() =>
        Assert.Equal(["TimeSig_3/4", "TimeSig_6/8"], Allowed(new Score24Grammar(new() { Meters = ["6/8", "3/4"] }), "Bar"));

    [Fact]
    public void Allowed_WhereANoteIsDue_HasNothingElse()
    {
        var grammar = new Score24Grammar(new() { LowestPitch = 60, HighestPitch = 61, Bars = 1 });

        Assert.Equal(["Pitch_60", "Pitch_61"], Allowed(grammar, "Bar TimeSig_4/4 Position_84 Tempo_123 Program_0"));
        Assert.Equal(32, Allowed(grammar, "Pitch_60").Length);
        Assert.Equal(12, Allowed(grammar, "Velocity_66").Length); // 12 ticks are left in the bar
        Assert.Equal(["EOS", "Pitch_61"], Allowed(grammar, "Duration_3").Where(word => word is "EOS" or "Bar" || word.StartsWith("Pitch", StringComparison.Ordinal)));
    }

    [Fact]
    public void Allowed_WhenTheBarIsFull_IsTheNextBarOrTheEnd() =>
        Assert.Equal(
            ["EOS", "Bar"],
            Allowed(new Score24Grammar(new() { MostNotesPerBar = 1 }), "Bar TimeSig_4/4 Position_0 Tempo_123 Program_Drums DrumPitch_36 Velocity_66"));

    [Fact]
    public void Allowed_WhileAVoiceSounds_HasNoSecondOne()
    {
        var live = Ids("EOS Bar TimeSig_4/4 Position_0 Position_24 Position_48 Tempo_123 Program_0 Pitch_60 Pitch_62 Velocity_66 Duration_48");

        var allowed = Allowed(
            new Score24Grammar(new() { MostNotesAtOnce = 1, Bars = 1 }, live),
            "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_48");

        Assert.Equal(["EOS", "Position_48"], allowed);
    }

    [Fact]
    public void Allowed_OpenPieceThatCloses_EndsOnlyWhenAllHasEnded()
    {
        var grammar = new Score24Grammar();

        Assert.DoesNotContain("EOS", Allowed(grammar, "Bar TimeSig_4/4 Position_48 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_60"));
        Assert.Contains("EOS", Allowed(grammar, "Bar Position_0 Program_0 Pitch_62 Velocity_66 Duration_6"));
    }

    [Fact]
    public void Prime_OtherProgramAndMeter_GoesOnWithinTheConstraints()
    {
        var grammar = new Score24Grammar(new() { Programs = [0], Meters = ["3/4"], Bars = 2 });

        grammar.Prime(Ids("Bar TimeSig_4/4 Position_0 Tempo_123 Program_40 Pitch_60 Velocity_66 Duration_24 EOS"));

        var allowed = Allowed(grammar);
        Assert.DoesNotContain("Pitch_61", allowed);
        Assert.DoesNotContain("Program_0", allowed); // programs rise within a position
        Assert.Contains("Position_1", allowed);
        Assert.Equal(["TimeSig_3/4"], Allowed(grammar, "Bar"));
        Assert.Equal(2, grammar.Bars);
    }

    [Fact]
    public void Prime_MoreBarsThanAskedFor_IsRefused()
    {
        var primer = Score24.Encode(new Score(24, [new Track(null, 0, [new Note(new Ticks(300), new Ticks(1), 60, 64, 0)])])).Tokens;

        var refusal = Assert.Throws<Score24ConstraintException>(() => new Score24Grammar(new() { Bars = 3 }).Prime(primer.AsSpan()));

        Assert.Equal(("Bars", "The primer alone has 4 bars, and the whole piece may have 3."), (refusal.Constraint, refusal.Message));
    }

    [Fact]
    public void Prime_15OtherPrograms_IsRefused()
    {
        var primer = Ids("Bar TimeSig_4/4 Position_0 Tempo_123 " + string.Concat(Enumerable.Range(1, 15).Select(i => $"Program_{i} Pitch_60 Velocity_66 Duration_24 ")));

        var refusal = Assert.Throws<Score24ConstraintException>(() => new Score24Grammar(new() { Programs = [0] }).Prime(primer));

        Assert.Equal("Programs", refusal.Constraint);
    }

    [Theory]
    [InlineData("Bar TimeSig_4/4", 2)]
    [InlineData("Bar TimeSig_4/4 Position_0 Pitch_60", 3)]
    [InlineData("BOS Bar", 0)]
    public void Prime_NotTheBeginningOfAPiece_IsRefusedWithItsPlace(string primer, int position) =>
        Assert.Equal(position, Assert.Throws<Score24FormatException>(() => new Score24Grammar().Prime(Ids(primer))).Position);

    [Fact]
    public void Prime_AfterTheFirstToken_IsRefused()
    {
        var grammar = new Score24Grammar();
        grammar.Advance(Score24Vocabulary.Bar);

        Assert.Throws<InvalidOperationException>(() => grammar.Prime([]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Score24Vocabulary.End)]
    [InlineData(793)]
    public void Advance_IdThatIsNotAllowed_IsRefused(int id) => Assert.Throws<ArgumentException>(() => new Score24Grammar().Advance(id));

    /// <remarks>The least of three: the first time round, code that is being compiled counts as well.</remarks>
    [Fact]
    public void Advance_AnyStep_AllocatesNothing()
    {
        var constraints = new Score24Constraints { MostNotesAtOnce = 4, Bars = 30 };
        var tokens = new RandomComposer(3).Compose(new Score24Grammar(constraints));

        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => AllocatedBytes(new Score24Grammar(constraints), tokens)));
    }

    private static long AllocatedBytes(Score24Grammar grammar, int[] tokens)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var id in tokens) grammar.Advance(id);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
