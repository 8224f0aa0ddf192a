using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

public sealed class Score24AccompanimentTests
{
    private const string Late = "Bar TimeSig_4/4 Bar Position_48 Tempo_123 Program_40 Pitch_60 Velocity_66 Duration_24";
    private static readonly Score24Constraints ByBass = new() { Programs = [33], LowestPitch = 36, HighestPitch = 37 };

    private static int[] Ids(string text) => Score24Vocabulary.ToIds(text.Split(' '));

    private static string[] Next(Score24Accompaniment grammar, string after = "")
    {
        foreach (var id in Score24Vocabulary.ToIds(after.Split(' ', StringSplitOptions.RemoveEmptyEntries))) grammar.Advance(id);
        return [.. grammar.Next.ToArray().Order().Select(Score24Vocabulary.WordOf)];
    }

    [Fact]
    public void Next_BeforeTheFirstGivenPosition_TakesItsTempoAlong()
    {
        var grammar = new Score24Accompaniment(Ids(Late), ByBass);

        Assert.Equal(["Bar"], Next(grammar));
        Assert.Equal(["TimeSig_4/4"], Next(grammar, "Bar"));
        Assert.Equal(97, Next(grammar, "TimeSig_4/4").Length); // any position, or the next bar
        Assert.Equal(["Tempo_123"], Next(grammar, "Position_24"));
        Assert.Contains("Program_33", Next(grammar, "Tempo_123"));
        Assert.Equal(["Pitch_36", "Pitch_37"], Next(grammar, "Program_33"));
        Next(grammar, "Pitch_36 Velocity_2 Duration_24 Bar Position_48");
        Assert.Equal(["Program_33", "Program_40"], Next(grammar));
        Assert.Equal(["Pitch_60"], Next(grammar, "Program_40"));
    }

    [Fact]
    public void Next_AtAGivenPosition_LetsNoProgramPassTheGivenOne()
    {
        var grammar = new Score24Accompaniment(Ids(Late), ByBass with { Programs = [33, 41, 128] });

        Assert.Equal(["Program_33", "Program_40"], Next(grammar, "Bar TimeSig_4/4 Bar Position_48 Tempo_123"));
        Assert.Equal(["Program_40", "Pitch_37"], Next(grammar, "Program_33 Pitch_36 Velocity_2 Duration_24"));
        var after = Next(grammar, "Program_40 Pitch_60 Velocity_66 Duration_24");
        Assert.Equal(["EOS", "Position_49"], after.Take(2));
        Assert.Equal(["Program_41", "Program_Drums"], after.TakeLast(2));
        Assert.Equal(["EOS"], after.Where(word => word is "Bar" or "EOS"));
    }

    [Fact]
    public void Next_OfATempoThatStoodAlone_LeavesNoEmptyPosition()
    {
        var grammar = new Score24Accompaniment(Ids("Bar TimeSig_4/4 Position_24 Tempo_123 Position_48 Tempo_63 Program_40 Pitch_60 Velocity_66 Duration_24"), ByBass);

        Next(grammar, "Bar TimeSig_4/4 Position_0 Tempo_123 Program_33 Pitch_36 Velocity_2 Duration_24 Position_48");
        Assert.Equal(["Tempo_63"], Next(grammar));
    }

    [Fact]
    public void Next_WhereABarIsToBeFull_HoldsTheBarLineBack()
    {
        var grammar = new Score24Accompaniment(
            Ids(Late), ByBass with { LeastNotesPerBar = 1, MostNotesPerBar = 1 }, Ids("EOS Bar TimeSig_4/4 Position_0 Position_90 Tempo_123 Program_33 Pitch_36 Velocity_66 Duration_6 Duration_24"));

        Assert.Equal(["Position_0", "Position_90"], Next(grammar, "Bar TimeSig_4/4"));
        Assert.Equal(["Bar"], Next(grammar, "Position_0 Tempo_123 Program_33 Pitch_36 Velocity_66 Duration_24"));
        Assert.Equal(["Position_90"], Next(grammar, "Bar Position_48 Program_40 Pitch_60 Velocity_66 Duration_24"));
        Assert.Equal(["Duration_6"], Next(grammar, "Position_90 Program_33 Pitch_36 Velocity_66"));
        Assert.Equal(["EOS"], Next(grammar, "Duration_6"));
    }

    public static TheoryData<string, string, Score24Constraints> Impossible => new()
    {
        { "Programs", "Name the programs that accompany.", new() },
        { "Programs", "The primer plays the program 40 itself, and only others accompany it.", new() { Programs = [33, 40] } },
        { "MostPrograms", "The primer has 1 pitched programs, at least as many as there may be, so that no other has a place.", new() { Programs = [33], MostPrograms = 1 } },
        { "Programs", "The model has seen none of the programs asked for; it has seen 0, 33, 40.", new() { Programs = [1] } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Constructor_WhatNothingCanKeep_IsRefusedByName(string constraint, string reason, Score24Constraints constraints)
    {
        var live = Ids($"{Late} Program_0 Program_33 EOS");

        var refusal = Assert.Throws<Score24ConstraintException>(() => new Score24Accompaniment(Ids(Late), constraints, live));

        Assert.Equal((constraint, reason), (refusal.Constraint, refusal.Message));
    }

    [Fact]
    public void Advance_AnyStep_AllocatesNothing() => Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => AllocatedBytes()));

    private static long AllocatedBytes()
    {
        var grammar = new Score24Accompaniment(Ids(Late), ByBass with { MostNotesAtOnce = 2, LeastNotesPerBar = 4 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (!grammar.IsEnded) grammar.Advance(grammar.Next[0]);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
