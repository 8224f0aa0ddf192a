using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

public sealed class Score24ConstraintsTests
{
    private const string Live = "EOS Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Program_Drums Pitch_60 DrumPitch_36 Velocity_66 Duration_24";

    public static TheoryData<string?, string, Score24Constraints, string> Impossible => new()
    {
        { "MostBars", "A piece has from 1 to 20,000 bars.", new() { MostBars = 0 }, Live },
        { "Bars", "A piece has at least 1 bar.", new() { Bars = 0 }, Live },
        { "Bars", "1001 bars are more than the 1000 that are allowed.", new() { Bars = 1_001 }, Live },
        { "LowestPitch", "The lowest key is a number from 0 to 127.", new() { LowestPitch = -1 }, Live },
        { "HighestPitch", "The highest key is a number from 0 to 127.", new() { HighestPitch = 128 }, Live },
        { "LowestPitch", "The lowest key, 61, is above the highest, 60.", new() { LowestPitch = 61, HighestPitch = 60 }, Live },
        { "MostNotesAtOnce", "At least 1 note must be allowed to sound.", new() { MostNotesAtOnce = 0 }, Live },
        { "MostNotesPerBar", "At least 1 note must be allowed in a bar.", new() { MostNotesPerBar = 0 }, Live },
        { "LeastNotesPerBar", "At least 5 notes in a bar cannot be had where it may have 4.", new() { LeastNotesPerBar = 5, MostNotesPerBar = 4 }, Live },
        { "TempoQpm", "A tempo is a number of quarters a minute above 0.", new() { TempoQpm = 0 }, Live },
        { "Scale", "The model has seen no pitch of Db major from 0 to 127.", new() { Programs = [0], Scale = new(1, false), HighestPitch = 127 }, Live.Replace("Pitch_60 ", "Pitch_62 ", StringComparison.Ordinal) },
        {
            "Scale",
            "The model has seen no pitch of B major from 60 to 70, so that only drums could play; for those alone ask for the program drums.",
            new() { Scale = new(11, false), LowestPitch = 60, HighestPitch = 70 },
            Live
        },
        { "LowestPitch", "The model has seen no pitch from 61 to 127.", new() { Programs = [0], Scale = new(0, false), LowestPitch = 61 }, Live },
        { "Programs", "Programs are numbers from 0 to 127, and 128 for drums.", new() { Programs = [129] }, Live },
        { "Programs", "The model has seen none of the programs asked for; it has seen 0, drums.", new() { Programs = [40] }, Live },
        { "Programs", "None is asked for: name at least one program, or leave them out for all.", new() { Programs = [] }, Live },
        { "Meters", "None is asked for: name at least one meter, or leave them out for all.", new() { Meters = [] }, Live },
        {
            "Programs",
            "The model has seen none of the programs asked for; it has seen 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 3 more.",
            new() { Programs = [40] },
            $"{Live} {string.Join(' ', Enumerable.Range(1, 11).Select(program => $"Program_{program}"))}"
        },
        {
            "LowestPitch",
            "The model has seen no pitch from 61 to 127, so that only drums could play; for those alone ask for the program drums.",
            new() { LowestPitch = 61 },
            Live
        },
        { "Programs", "The model has seen no drum, and only drums may play.", new() { Programs = [128] }, Live.Replace("DrumPitch_36 ", "", StringComparison.Ordinal) },
        { "LowestPitch", "The model has seen no pitch from 61 to 127.", new() { Programs = [0], LowestPitch = 61 }, Live },
        { "Meters", "'13/8' is not among the meters that can be told: 2/4, 3/4, 4/4, 5/4, 6/4, 7/4, 2/2, 3/8, 5/8, 6/8, 7/8, 9/8, 12/8.", new() { Meters = ["13/8"] }, Live },
        { "Meters", "The model has seen none of the meters asked for; it has seen 4/4.", new() { Meters = ["3/4"] }, Live },
        {
            "CloseAtEnd",
            "In no meter can the last bar hold a note: the shortest that the model has seen lasts 24 ticks, its first position is 73.",
            new() { Programs = [0] },
            Live.Replace("Position_0", "Position_73", StringComparison.Ordinal)
        },
        { null, "The model has seen no Bar, so it can compose nothing in Score24.", new(), Live.Replace("Bar ", "", StringComparison.Ordinal) },
        { null, "The model has never seen the end of a piece (EOS), so it could end none.", new(), Live.Replace("EOS ", "", StringComparison.Ordinal) },
        { null, "The model has seen no duration, so it can compose no pitched notes.", new() { Programs = [0] }, Live.Replace(" Duration_24", "", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Grammar_ConstraintsThatNoPieceCanKeep_AreRefusedByName(string? constraint, string reason, Score24Constraints constraints, string live)
    {
        var ids = Score24Vocabulary.ToIds(live.Split(' '));

        var refusal = Assert.Throws<Score24ConstraintException>(() => new Score24Grammar(constraints, ids));

        Assert.Equal((constraint, reason), (refusal.Constraint, refusal.Message));
    }

    [Fact]
    public void Grammar_PitchesOutOfRangeWithDrumsAlone_LeavesTheDrums()
    {
        var grammar = new Score24Grammar(new() { Programs = [128], LowestPitch = 61 }, Score24Vocabulary.ToIds(Live.Split(' ')));

        var words = Score24Vocabulary.ToWords(new RandomComposer(1).Compose(grammar));

        Assert.DoesNotContain("Program_0", words);
    }

    [Fact]
    public void Grammar_IdThatIsNone_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Score24Grammar(null, [793]));

    [Theory]
    [InlineData("piano", 0, 8)]
    [InlineData("Guitar", 24, 8)]
    [InlineData("bass", 32, 8)]
    [InlineData("violin", 40, 1)]
    [InlineData("drums", 128, 1)]
    [InlineData("0", 0, 1)]
    [InlineData("127", 127, 1)]
    public void TryParse_NameOrNumber_GivesItsPrograms(string text, int first, int count)
    {
        Assert.True(ProgramNames.TryParse(text, out var programs));
        Assert.Equal(Enumerable.Range(first, count), programs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("128")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("tuba")]
    [InlineData("99999999999")]
    public void TryParse_AnythingElse_IsFalse(string text) => Assert.False(ProgramNames.TryParse(text, out _));
}
