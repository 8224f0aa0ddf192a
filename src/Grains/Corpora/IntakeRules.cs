using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Music.Analysis;

namespace MusicGen.Grains.Corpora;

/// <summary>A contract's intake settings in the words of the music library.</summary>
public static class IntakeRules
{
    private const double LeastSimilarity = 0.2;
    private const int MostPitches = 128;

    private static readonly double LongestSeconds = IntakeSettings.Everything.MaxSeconds;

    /// <summary>Everything that is wrong with the settings, each with its field; empty when they can be used.</summary>
    public static IReadOnlyList<Problem> Problems(IntakeSettings settings)
    {
        var problems = new List<Problem>();
        Check(Enum.IsDefined(settings.NearDuplicates), "nearDuplicates", "keep or drop");
        Check(settings.Similarity is >= LeastSimilarity and <= 1, "similarity", $"{LeastSimilarity} to 1");
        Check(settings.MinNotes >= 1, "minNotes", "1 or more");
        Check(settings.MinSeconds >= 0 && settings.MinSeconds <= LongestSeconds, "minSeconds", $"0 to {LongestSeconds:N0}");
        Check(settings.MaxSeconds >= Math.Max(0, settings.MinSeconds) && settings.MaxSeconds <= LongestSeconds, "maxSeconds", $"minSeconds to {LongestSeconds:N0}");
        Check(settings.MinPitches is >= 0 and <= MostPitches, "minPitches", $"0 to {MostPitches}");
        Check(settings.MaxSilence is >= 0 and <= 1, "maxSilence", "0 to 1");
        Check(settings.MaxCommonestPitch is >= 0 and <= 1, "maxCommonestPitch", "0 to 1");
        return problems;

        void Check(bool isRight, string field, string range)
        {
            if (!isRight) problems.Add(new Problem(ProblemKind.Invalid, "intake-invalid", $"intake.{field} must be {range}.", $"intake.{field}"));
        }
    }

    internal static IntakeFilters FiltersOf(IntakeSettings settings) => new()
    {
        MinNotes = settings.MinNotes,
        MinDuration = TimeSpan.FromSeconds(settings.MinSeconds),
        MaxDuration = TimeSpan.FromSeconds(settings.MaxSeconds),
        MinDistinctPitches = settings.MinPitches,
        MaxSilenceShare = settings.MaxSilence,
        MaxCommonestPitchShare = settings.MaxCommonestPitch,
        RequireBeatGrid = settings.RequireBeatGrid,
    };
}
