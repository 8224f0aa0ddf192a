using System.Globalization;

namespace MusicGen.Music.Analysis;

/// <summary>Which pieces are worth learning from: thresholds, each with its default.</summary>
/// <remarks>The defaults turn away only what is hardly music. Drums are judged as drums: pieces without a pitched note pass the filters of pitches.</remarks>
public sealed record IntakeFilters
{
    public const string TooShort = "too-short";
    public const string TooLong = "too-long";
    public const string TooFewPitches = "too-few-pitches";
    public const string MostlySilence = "mostly-silence";
    public const string OneNoteRepeated = "one-note-repeated";
    public const string NoBeatGrid = "no-beat-grid";

    /// <summary>The names of all filters, in the order in which they are asked.</summary>
    public static IReadOnlyList<string> Names { get; } = [TooShort, TooLong, TooFewPitches, MostlySilence, OneNoteRepeated, NoBeatGrid];

    /// <summary><see cref="TooShort"/>: the fewest notes, at least 1. Default 4: a drum fill of one bar may have no more.</summary>
    public int MinNotes { get; init; } = 4;

    /// <summary><see cref="TooShort"/>: the shortest duration, not negative. Default half a second: shorter is a sound, not a piece.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary><see cref="TooLong"/>: the longest duration, not below <see cref="MinDuration"/>. Default four hours: no piece, but a broken tempo.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(4);

    /// <summary><see cref="TooFewPitches"/>: the fewest different pitches, 0 … 128. Default 3: a tune on three notes is one.</summary>
    public int MinDistinctPitches { get; init; } = 3;

    /// <summary><see cref="MostlySilence"/>: the largest share of silence, 0 … 1. Default 0.95: a recorder that nobody stopped.</summary>
    /// <remarks>A drum fill of a second at the end of a slow bar is silent for 0.9 of it, and is no fault.</remarks>
    public double MaxSilenceShare { get; init; } = 0.95;

    /// <summary><see cref="OneNoteRepeated"/>: the largest share of the notes that one pitch may have, 0 … 1. Default 0.8: a metronome, a stuck key.</summary>
    public double MaxCommonestPitchShare { get; init; } = 0.8;

    /// <summary><see cref="NoBeatGrid"/>: turns away performances that do not keep to the file's beats. Default off: only some uses need beats.</summary>
    public bool RequireBeatGrid { get; init; }

    /// <summary>Everything that is wrong with the thresholds, a sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (MinNotes < 1) problems.Add(Told($"{nameof(MinNotes)} is at least 1, not {MinNotes}."));
        if (MinDuration < TimeSpan.Zero) problems.Add(Told($"{nameof(MinDuration)} is not negative, as {MinDuration} is."));
        if (MaxDuration < MinDuration) problems.Add(Told($"{nameof(MaxDuration)}, {MaxDuration}, is not below {nameof(MinDuration)}, {MinDuration}."));
        if (MinDistinctPitches is < 0 or > 128) problems.Add(Told($"{nameof(MinDistinctPitches)} is 0 to 128, not {MinDistinctPitches}."));
        if (MaxSilenceShare is not (>= 0 and <= 1)) problems.Add(Told($"{nameof(MaxSilenceShare)} is 0 to 1, not {MaxSilenceShare}."));
        if (MaxCommonestPitchShare is not (>= 0 and <= 1)) problems.Add(Told($"{nameof(MaxCommonestPitchShare)} is 0 to 1, not {MaxCommonestPitchShare}."));
        return problems;
    }

    /// <summary>The first filter that turns the piece away, in the order of <see cref="Names"/>; null when it is let in.</summary>
    /// <exception cref="InvalidOperationException">The thresholds have <see cref="Problems"/>.</exception>
    public FilterVerdict? Check(ScoreProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (Problems() is [var problem, ..]) throw new InvalidOperationException(problem);
        var isPitched = profile.Notes > profile.DrumNotes;
        if (profile.Notes < MinNotes)
            return Verdict(TooShort, $"The piece has {Count(profile.Notes, "note")}; the fewest allowed are {MinNotes}.");
        if (profile.Duration < MinDuration)
            return Verdict(TooShort, $"The piece lasts {Seconds(profile.Duration)}; the shortest allowed is {Seconds(MinDuration)}.");
        if (profile.Duration > MaxDuration)
            return Verdict(TooLong, $"The piece lasts {Seconds(profile.Duration)}; the longest allowed is {Seconds(MaxDuration)}.");
        if (isPitched && profile.DistinctPitches < MinDistinctPitches)
            return Verdict(TooFewPitches, $"The piece has {Count(profile.DistinctPitches, "different pitch", "es")}; the fewest allowed are {MinDistinctPitches}.");
        if (profile.SilenceShare > MaxSilenceShare)
            return Verdict(MostlySilence, $"Nothing sounds for {Percent(profile.SilenceShare)} of the piece; the most allowed is {Percent(MaxSilenceShare)}.");
        var share = profile.CommonestPitchShare;
        if (isPitched && share > MaxCommonestPitchShare)
            return Verdict(OneNoteRepeated, $"One pitch has {Percent(share)} of the notes; the most allowed is {Percent(MaxCommonestPitchShare)}.");
        return RequireBeatGrid && profile.Grid.Objection is { } objection ? new FilterVerdict(NoBeatGrid, objection) : null;
    }

    private static FilterVerdict Verdict(string filter, FormattableString sentence) => new(filter, Told(sentence));

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Count(int count, string one, string plural = "s") => Told($"{count:#,0} {one}{(count == 1 ? "" : plural)}");

    private static string Seconds(TimeSpan duration) => Told($"{duration.TotalSeconds:#,0.##} seconds");

    private static string Percent(double share) => Told($"{100 * share:0.##} %");
}
