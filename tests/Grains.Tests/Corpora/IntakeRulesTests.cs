using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;
using MusicGen.Music.Analysis;
using MusicGen.Music.Scores;

namespace MusicGen.Grains.Tests.Corpora;

public sealed class IntakeRulesTests
{
    private static readonly IntakeSettings Default = new();

    public static TheoryData<IntakeSettings, string> Faults { get; } = new()
    {
        { Default with { NearDuplicates = (NearDuplicates)7 }, "nearDuplicates" },
        { Default with { Similarity = 0.19 }, "similarity" },
        { Default with { Similarity = 1.1 }, "similarity" },
        { Default with { MinNotes = 0 }, "minNotes" },
        { Default with { MinSeconds = -1 }, "minSeconds" },
        { Default with { MinSeconds = double.NaN, MaxSeconds = 9e11 }, "minSeconds" },
        { Default with { MaxSeconds = 0.4 }, "maxSeconds" },
        { Default with { MaxSeconds = 1e300 }, "maxSeconds" },
        { Default with { MinPitches = -1 }, "minPitches" },
        { Default with { MinPitches = 129 }, "minPitches" },
        { Default with { MaxSilence = 1.1 }, "maxSilence" },
        { Default with { MaxCommonestPitch = -0.1 }, "maxCommonestPitch" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Problems_OneFault_NamesTheFieldAsTheCallerWroteIt(IntakeSettings settings, string field)
    {
        var problem = IntakeRules.Problems(settings)[0];

        Assert.Equal($"intake.{field}", problem.Field);
        Assert.StartsWith($"intake.{field} must be ", problem.Detail, StringComparison.Ordinal);
        Assert.Contains(field, JsonSerializer.SerializeToElement(Default, ContractJson.Options).EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void FiltersOf_Defaults_AreThoseOfTheMusicLibrary() => Assert.Equal(new IntakeFilters(), IntakeRules.FiltersOf(new IntakeSettings()));

    [Fact]
    public void FiltersOf_Everything_LetsTheLongestScoreIn()
    {
        var longest = new Score(1, [new Track(null, 0, [new Note(new Ticks(0), Ticks.Max, 60, 64, 0)])], [new Tempo(new Ticks(0), Tempo.Slowest)]);

        var verdict = IntakeRules.FiltersOf(IntakeSettings.Everything).Check(ScoreProfile.Of(longest));

        Assert.Null(verdict);
    }

    [Fact]
    public void Problems_SettingsAtTheirBounds_AreNoneAndTheFiltersTakeThem()
    {
        IntakeSettings[] settings =
        [
            Default, IntakeSettings.Everything,
            new(NearDuplicates.Drop, 0.2, 1, 0, 0, 0, 0, 0), new(NearDuplicates.Keep, 1, int.MaxValue, 9e11, 9e11, 128, 1, 1, RequireBeatGrid: true),
        ];

        Assert.All(settings, right =>
        {
            Assert.Empty(IntakeRules.Problems(right));
            Assert.Empty(IntakeRules.FiltersOf(right).Problems());
        });
    }
}
