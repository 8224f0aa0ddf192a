namespace MusicGen.Music.Analysis;

/// <summary>Which pieces are worth learning from: thresholds, each with its default and the reason for it.</summary>
/// <remarks>The defaults only turn away what is hardly music. A nullable threshold is off when null.</remarks>
public sealed record IntakeFilters
{
    /// <summary>The names of all filters, in the order in which they are asked.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["too-short", "too-long", "too-few-pitches", "mostly-silence", "one-note-repeated", "no-beat-grid"];

    /// <summary><c>too-short</c>: fewest notes, at least 1.</summary>
    public int MinNotes { get; init; } = 8;

    /// <summary><c>too-short</c>: shortest duration, not negative.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>too-long</c>: longest duration.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(4);

    /// <summary><c>too-few-pitches</c>: fewest different pitches, 0 … 128. Pieces of drums alone have no pitches and pass.</summary>
    public int MinDistinctPitches { get; init; } = 3;

    /// <summary><c>mostly-silence</c>: the largest share of silence, 0 … 1.</summary>
    public double MaxSilenceShare { get; init; } = 0.8;

    /// <summary><c>one-note-repeated</c>: the largest share of the commonest pitch, 0 … 1. Pieces of drums alone pass: a snare solo is music.</summary>
    public double MaxCommonestPitchShare { get; init; } = 0.8;

    /// <summary><c>no-beat-grid</c>: turns away performances whose notes ignore the file's beats. Off: they are good for tokens without a grid.</summary>
    public bool RequireBeatGrid { get; init; }

    /// <summary>Everything that is wrong with the thresholds, a sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() => throw new NotImplementedException();

    /// <summary>The first filter that turns the piece away, in the order of <see cref="Names"/>; null when it is let in.</summary>
    /// <exception cref="ArgumentException">The thresholds have <see cref="Problems"/>.</exception>
    public FilterVerdict? Check(ScoreProfile profile) => throw new NotImplementedException();
}
