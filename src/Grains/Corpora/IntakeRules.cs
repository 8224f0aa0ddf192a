using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Music.Analysis;

namespace MusicGen.Grains.Corpora;

/// <summary>A contract's intake settings in the words of the music library.</summary>
public static class IntakeRules
{
    private const double LeastSimilarity = 0.2;

    /// <summary>Everything that is wrong with the settings; empty when they can be used.</summary>
    public static IReadOnlyList<Problem> Problems(IntakeSettings settings)
    {
        var sentences = new List<string>();
        if (!IsTime(settings.MinSeconds)) sentences.Add("minSeconds must be 0 or more.");
        if (!IsTime(settings.MaxSeconds)) sentences.Add("maxSeconds must be 0 or more.");
        if (!(settings.Similarity is >= LeastSimilarity and <= 1)) sentences.Add($"similarity must be {LeastSimilarity} to 1.");
        if (sentences.Count == 0) sentences.AddRange(FiltersOf(settings).Problems());
        return [.. sentences.Select(sentence => new Problem(ProblemKind.Invalid, "intake-invalid", sentence, "intake"))];
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

    private static bool IsTime(double seconds) => seconds >= 0 && seconds <= IntakeSettings.Everything.MaxSeconds;
}
