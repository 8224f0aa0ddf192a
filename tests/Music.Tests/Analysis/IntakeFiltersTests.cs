using MusicGen.Music.Analysis;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Analysis;

public sealed class IntakeFiltersTests
{
    private static readonly IntakeFilters Defaults = new();

    [Fact]
    public void Check_OrdinaryTune_IsLetIn() => Assert.Null(Defaults.Check(Profile(Tune(12, 3))));

    [Theory]
    [InlineData(3, "The piece has 3 notes; the fewest allowed are 4.")]
    [InlineData(4, null)]
    public void Check_FewNotes_AreTooShort(int notes, string? sentence) => AssertVerdict(IntakeFilters.TooShort, sentence, Profile(Tune(notes, 3)));

    [Theory]
    [InlineData(95, "The piece lasts 0.49 seconds; the shortest allowed is 0.5 seconds.")]
    [InlineData(96, null)]
    public void Check_ShortTime_IsTooShort(long ticks, string? sentence) =>
        AssertVerdict(IntakeFilters.TooShort, sentence, Profile(Sketch.Part((0, 20, 60), (20, 20, 62), (40, 20, 64), (60, ticks - 60, 65))));

    [Fact]
    public void Check_LongTime_IsTooLong() =>
        AssertVerdict(
            IntakeFilters.TooLong,
            "The piece lasts 6 seconds; the longest allowed is 5.9 seconds.",
            Profile(Tune(12, 3)),
            Defaults with { MaxDuration = TimeSpan.FromSeconds(5.9) });

    [Theory]
    [InlineData(2, "The piece has 2 different pitches; the fewest allowed are 3.")]
    [InlineData(1, "The piece has 1 different pitch; the fewest allowed are 3.")]
    [InlineData(3, null)]
    public void Check_FewPitches_AreTooFew(int pitches, string? sentence) => AssertVerdict(IntakeFilters.TooFewPitches, sentence, Profile(Tune(12, pitches)));

    [Theory]
    [InlineData(4, "Nothing sounds for 95.83 % of the piece; the most allowed is 95 %.")]
    [InlineData(5, null)]
    public void Check_NotesFarApart_AreMostlySilence(long ticks, string? sentence) =>
        AssertVerdict(
            IntakeFilters.MostlySilence,
            sentence,
            Profile(Sketch.Part([.. Enumerable.Range(0, 12).Select(i => ((i * 96L) + 96 - ticks, ticks, 60 + (i % 3)))])));

    [Theory]
    [InlineData(11, "One pitch has 81.25 % of the notes; the most allowed is 80 %.")]
    [InlineData(12, null)]
    public void Check_OnePitchOverAndOver_IsOneNoteRepeated(int lastOfOthers, string? sentence) =>
        AssertVerdict(
            IntakeFilters.OneNoteRepeated,
            sentence,
            Profile(Sketch.Part([.. Enumerable.Range(0, 16).Select(i => (i * 96L, 96L, i is >= 9 && i <= lastOfOthers ? 52 + i : 60))])));

    [Fact]
    public void Check_DrumsOnOneSnare_AreLetIn() =>
        Assert.Null(Defaults.Check(Profile(Sketch.Drums([.. Enumerable.Range(0, 12).Select(i => (i * 96L, 10L, 38))]))));

    [Fact]
    public void Check_PerformanceWithoutAGrid_IsTurnedAwayOnlyOnRequest()
    {
        var profile = Profile(Tune(12, 3)) with { Grid = new BeatGrid(0.04, 500) };

        Assert.Null(Defaults.Check(profile));
        AssertVerdict(
            IntakeFilters.NoBeatGrid,
            "The notes do not keep to the file's beats: confidence 0.04; the lowest allowed is 0.15.",
            profile,
            Defaults with { RequireBeatGrid = true });
    }

    [Fact]
    public void Check_SeveralFaults_NamesTheFirstInTheOrderOfNames()
    {
        var verdict = Defaults.Check(Profile(Tune(1, 1)));

        Assert.Equal(IntakeFilters.Names[0], verdict!.Filter);
    }

    [Fact]
    public void Problems_ThresholdsOutOfRange_NamesThemAll()
    {
        var filters = new IntakeFilters
        {
            MinNotes = 0,
            MinDuration = TimeSpan.FromSeconds(-1),
            MaxDuration = TimeSpan.FromSeconds(-2),
            MinDistinctPitches = 129,
            MaxSilenceShare = double.NaN,
            MaxCommonestPitchShare = 1.01,
        };

        Assert.Equal(
            [
                "MinNotes is at least 1, not 0.",
                "MinDuration is not negative, as -00:00:01 is.",
                "MaxDuration, -00:00:02, is not below MinDuration, -00:00:01.",
                "MinDistinctPitches is 0 to 128, not 129.",
                "MaxSilenceShare is 0 to 1, not NaN.",
                "MaxCommonestPitchShare is 0 to 1, not 1.01.",
            ],
            filters.Problems());
        Assert.Throws<InvalidOperationException>(() => filters.Check(Profile(Tune(12, 3))));
        Assert.Empty(Defaults.Problems());
    }

    private static void AssertVerdict(string filter, string? sentence, ScoreProfile profile, IntakeFilters? filters = null) =>
        Assert.Equal(sentence is null ? null : new FilterVerdict(filter, sentence), (filters ?? Defaults).Check(profile));

    private static ScoreProfile Profile(params Track[] tracks) => ScoreProfile.Of(Sketch.Of(tracks));

    private static Track Tune(int notes, int pitches) => Sketch.Part([.. Enumerable.Range(0, notes).Select(i => (i * 96L, 96L, 60 + (i % pitches)))]);
}
