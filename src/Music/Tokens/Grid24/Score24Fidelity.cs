using System.Collections.Immutable;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>How far the notes of a piece in <see cref="Score24"/> lie from those of the score it was made from.</summary>
/// <remarks>
/// Measured from the two scores alone: a note of the piece is the one most like it of the score's notes of the same program and pitch
/// whose onset is at most 1/48 quarter away. Durations of drums are not told and not compared.
/// </remarks>
public sealed record Score24Fidelity
{
    private const double TicksPerQuarter = Score24.TicksPerQuarter;
    private const double LongestQuarters = 16;

    /// <summary>For each told note how far its onset moved, in quarters.</summary>
    public required ImmutableArray<double> OnsetErrors { get; init; }

    /// <summary>For each told pitched note how much its duration changed, in quarters; above 16 quarters 16 is right.</summary>
    public required ImmutableArray<double> DurationErrors { get; init; }

    /// <summary>The same in parts of the score's duration; infinite where that is zero.</summary>
    public required ImmutableArray<double> RelativeDurationErrors { get; init; }

    /// <summary>For each told note how far its velocity moved.</summary>
    public required ImmutableArray<int> VelocityErrors { get; init; }

    /// <summary>Notes of the piece that are none of the score: a fault.</summary>
    public required int Invented { get; init; }

    /// <summary>Notes of the score that the piece does not have: duplicates, and drums that General MIDI does not know.</summary>
    public required int Missing { get; init; }

    /// <summary>Compares a score with the piece that its tokens decode to.</summary>
    /// <param name="score">What was told, with the programs it was told under.</param>
    /// <param name="piece">What the tokens say, 24 ticks a quarter.</param>
    public static Score24Fidelity Of(Score score, Score piece)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(piece);
        var comparison = new Score24Comparison(score.TicksPerQuarter);
        var told = Score24Comparison.ByVoice(piece);
        foreach (var (voice, notes) in Score24Comparison.ByVoice(score))
            comparison.Compare(notes, told.GetValueOrDefault(voice, []));
        return new Score24Fidelity
        {
            OnsetErrors = [.. comparison.Pairs.Select(pair => Math.Abs(Quarters(pair.Told.Onset) - OfScore(pair.Original.Onset)))],
            DurationErrors = [.. Pitched().Select(pair => DurationError(pair.Original, pair.Told))],
            RelativeDurationErrors = [.. Pitched().Select(pair => DurationError(pair.Original, pair.Told) / OfScore(pair.Original.Duration))],
            VelocityErrors = [.. comparison.Pairs.Select(pair => Math.Abs(pair.Told.Velocity - pair.Original.Velocity))],
            Invented = piece.NoteCount - comparison.Pairs.Count,
            Missing = score.NoteCount - comparison.Pairs.Count,
        };

        IEnumerable<(Note Original, Note Told)> Pitched() => comparison.Pairs.Where(pair => pair.Told.Channel != Track.DrumChannel);

        double DurationError(Note original, Note told) =>
            Math.Abs(Quarters(told.Duration) - Math.Min(LongestQuarters, OfScore(original.Duration)));

        double OfScore(Ticks ticks) => (double)ticks.Value / score.TicksPerQuarter;
    }

    private static double Quarters(Ticks ticks) => ticks.Value / TicksPerQuarter;
}
