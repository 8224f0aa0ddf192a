using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

public sealed class Score24VariationTests
{
    private const string Chord = "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_24 Pitch_62 Velocity_66 Duration_24 Pitch_67 Velocity_66 Duration_96";

    private static int[] Ids(string text) => Score24Vocabulary.ToIds(text.Split(' '));

    private static string[] Next(Score24Variation grammar, string after = "")
    {
        foreach (var id in Score24Vocabulary.ToIds(after.Split(' ', StringSplitOptions.RemoveEmptyEntries))) grammar.Advance(id);
        return [.. grammar.Next.ToArray().Order().Select(Score24Vocabulary.WordOf)];
    }

    [Fact]
    public void Next_WhereEveryNoteStays_IsThePieceAlone()
    {
        var piece = Ids(Chord);

        Assert.Equal([.. piece, Score24Vocabulary.End], new RandomComposer(1).Compose(new Score24Variation(piece, _ => true)));
    }

    [Fact]
    public void Next_ForANoteBetweenTwoThatStay_LiesBetweenThem()
    {
        var variation = new Score24Variation(Ids(Chord), note => note != 1);

        Assert.Equal(["Pitch_61", "Pitch_62", "Pitch_63", "Pitch_64", "Pitch_65", "Pitch_66"], Next(variation, "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_24"));
        Assert.Equal(32, Next(variation, "Pitch_63").Length);
        Assert.Equal("Duration_96", Next(variation, "Velocity_2")[^1]); // it ends with the piece
        Assert.Equal(["Pitch_67"], Next(variation, "Duration_1"));
    }

    [Fact]
    public void Next_ForSeveralNotes_LeavesEachOfThemAPitch()
    {
        var variation = new Score24Variation(Ids(Chord), _ => false, new() { LowestPitch = 60, HighestPitch = 64, Scale = new(0, false) });

        Assert.Equal(["Pitch_60"], Next(variation, "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0"));
        Assert.Equal(["Pitch_62"], Next(variation, "Pitch_60 Velocity_66 Duration_1"));
    }

    [Fact]
    public void Next_WherePitchesAreTooFew_KeepsTheLowestNotes()
    {
        var variation = new Score24Variation(Ids(Chord), _ => false, new() { LowestPitch = 66, HighestPitch = 67 });

        // Three notes, two pitches: the first one stays.
        Assert.Equal(["Pitch_60"], Next(variation, "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0"));
        Assert.Equal(["Pitch_66"], Next(variation, "Pitch_60 Velocity_66 Duration_24"));
    }

    [Fact]
    public void Next_WhereNoLiveDurationEndsInTime_KeepsTheNote()
    {
        var piece = Ids("Bar TimeSig_4/4 Position_90 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_24");
        var live = Ids("EOS Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Pitch_61 Velocity_66 Duration_12");

        Assert.Equal(["Pitch_60"], Next(new Score24Variation(piece, _ => false, null, live), "Bar TimeSig_4/4 Position_90 Tempo_123 Program_0"));
        Assert.Equal(2, Next(new Score24Variation(piece, _ => false, new() { CloseAtEnd = false }, live), "Bar TimeSig_4/4 Position_90 Tempo_123 Program_0").Length);
    }

    [Fact]
    public void Next_OfANoteOnTheFirstTickThatMayRingOn_IsOpen()
    {
        var variation = new Score24Variation(Ids(Chord), _ => false, new() { CloseAtEnd = false });

        Assert.Equal(126, Next(variation, "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0").Length); // two notes follow above it
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Next_WithoutConstraintsWhereNoNoteStays_IsOpenForEachNote(bool closeAtEnd)
    {
        var random = new RandomComposer(3);
        for (var round = 0; round < 40; round++)
        {
            var piece = random.Compose(new Score24Grammar(new() { Bars = 3, MostNotesPerBar = 12 }));
            if (!piece.Any(IsPitch)) continue;
            var variation = new Score24Variation(piece, _ => false, new() { CloseAtEnd = closeAtEnd });
            foreach (var id in piece)
            {
                // What stays has one velocity; a pitch may be the only one left between its neighbours.
                if (Score24Vocabulary.TokenOf(id).Family == Score24Family.Velocity) Assert.True(variation.Next.Length > 1);
                if (variation.Next.Contains(id)) variation.Advance(id);
                else variation.Advance(variation.Next[0]);
            }
            Assert.True(variation.IsEnded);
        }
    }

    private static bool IsPitch(int id) => Score24Vocabulary.TokenOf(id).Family is Score24Family.Pitch or Score24Family.DrumPitch;

    [Fact]
    public void Next_OfDrums_AreDrums()
    {
        var variation = new Score24Variation(Ids("Bar TimeSig_4/4 Position_0 Tempo_123 Program_Drums DrumPitch_36 Velocity_66"), _ => false, new() { HighestPitch = 40 });

        Assert.Equal(61, Next(variation, "Bar TimeSig_4/4 Position_0 Tempo_123 Program_Drums").Length);
        Assert.Equal(["EOS"], Next(variation, "DrumPitch_87 Velocity_2"));
        Assert.Empty(Next(variation, "EOS"));
        Assert.True(variation.IsEnded);
    }

    [Theory]
    [InlineData("Bar TimeSig_4/4")]
    [InlineData("Pitch_60")]
    [InlineData("EOS")]
    public void Constructor_NoPieceWithANote_IsRefused(string piece) => Assert.Throws<Score24FormatException>(() => new Score24Variation(Ids(piece), _ => true));

    [Fact]
    public void Constructor_NothingToComposeWith_IsRefusedByName() =>
        Assert.Equal("LowestPitch", Assert.Throws<Score24ConstraintException>(() => new Score24Variation(Ids(Chord), _ => true, new() { LowestPitch = 70 }, Ids($"{Chord} EOS"))).Constraint);

    [Fact]
    public void Advance_AnyStep_AllocatesNothing() => Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => AllocatedBytes()));

    private static long AllocatedBytes()
    {
        var variation = new Score24Variation(Ids(Chord), _ => false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (!variation.IsEnded) variation.Advance(variation.Next[0]);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
