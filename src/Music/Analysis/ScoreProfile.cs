using System.Collections.Immutable;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Analysis;

/// <summary>What a piece is like, in numbers: what intake filters judge and reports show.</summary>
/// <remarks>
/// A pure function of the score, in n log n time. "Pitched" leaves the drum channel out. A piece without notes has zeros.
/// </remarks>
public sealed record ScoreProfile
{
    private const long DrumRingQuarters = 2;

    /// <summary>All notes, those of drums included.</summary>
    public required int Notes { get; init; }

    public required int DrumNotes { get; init; }

    /// <summary>From the score's start to the end of its last note; silence after it does not count.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The same stretch in quarters.</summary>
    public required double Quarters { get; init; }

    /// <summary>Null without pitched notes, and where all twelve pitch classes last equally long.</summary>
    public required KeyEstimate? Key { get; init; }

    public required MeterProfile Meter { get; init; }

    public required TempoProfile Tempo { get; init; }

    /// <summary>Whether the notes keep to the quarters that the file counts in.</summary>
    public required BeatGrid Grid { get; init; }

    /// <summary>Notes a second of <see cref="Duration"/>.</summary>
    public required double NotesPerSecond { get; init; }

    /// <summary>MIDI key of the lowest pitched note; null without one.</summary>
    public required int? LowestPitch { get; init; }

    /// <summary>MIDI key of the highest pitched note; null without one.</summary>
    public required int? HighestPitch { get; init; }

    /// <summary>How many different MIDI keys the pitched notes have.</summary>
    public required int DistinctPitches { get; init; }

    /// <summary>The General MIDI programs of pitched tracks, 0 … 127, ascending, each once.</summary>
    public required ImmutableArray<int> Programs { get; init; }

    /// <summary>Pitched notes that sound at once, on average over the time in which any sounds.</summary>
    public required double MeanPolyphony { get; init; }

    /// <summary>The most pitched notes that sound at once.</summary>
    public required int MaxPolyphony { get; init; }

    /// <summary>The part of <see cref="Duration"/> in which nothing sounds, 0 … 1.</summary>
    /// <remarks>Drums ring on: a stroke counts as sounding for a half note, whatever length its note has.</remarks>
    public required double SilenceShare { get; init; }

    /// <summary>The longest stretch of <see cref="Duration"/> in which nothing sounds, the lead-in included.</summary>
    public required TimeSpan LongestSilence { get; init; }

    /// <summary>The part of the pitched notes that the commonest pitch has, 0 … 1; of a piece of drums alone, the commonest drum's.</summary>
    public required double CommonestPitchShare { get; init; }

    public static ScoreProfile Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var pitched = new PitchCount();
        var drums = new PitchCount();
        foreach (var track in score.Tracks) (track.IsDrums ? drums : pitched).Add(track);
        var last = Ticks.Later(pitched.End, drums.End);
        var seconds = score.TempoMap.SecondsAt(last);
        var quarters = (double)last.Value / score.TicksPerQuarter;
        var notes = pitched.Notes + drums.Notes;

        var spans = new NoteSpans(score.Tracks, DrumRingQuarters * score.TicksPerQuarter, last.Value);
        var pitchedTracks = score.Tracks.Where(track => !track.IsDrums).ToArray();
        var pitchedSpans = drums.Notes == 0 ? spans : new NoteSpans(pitchedTracks, 0, last.Value);
        var pitchedTicks = pitchedSpans.SoundingTicks();
        var silence = spans.SilentSeconds(score.TempoMap);
        return new ScoreProfile
        {
            Notes = notes,
            DrumNotes = drums.Notes,
            Duration = score.TempoMap.TimeAt(last),
            Quarters = quarters,
            Key = KeyFinder.Find(pitched.TicksByPitchClass),
            Meter = HeldValues.MeterOf(score, last),
            Tempo = HeldValues.TempoOf(score, last),
            Grid = PhaseCircle.Judge(spans.Starts, score.TicksPerQuarter),
            NotesPerSecond = seconds > 0 ? notes / seconds : 0,
            LowestPitch = pitched.Lowest,
            HighestPitch = pitched.Highest,
            DistinctPitches = pitched.Distinct,
            Programs = [.. pitchedTracks.Select(track => track.Program).Distinct().Order()],
            MeanPolyphony = pitchedTicks > 0 ? (double)pitched.Ticks / pitchedTicks : 0,
            MaxPolyphony = pitchedSpans.MostAtOnce(),
            SilenceShare = seconds > 0 ? Math.Min(1, silence.Total / seconds) : 0,
            LongestSilence = TimeSpan.FromSeconds(silence.Longest),
            CommonestPitchShare = (pitched.Notes > 0 ? pitched : drums).CommonestShare,
        };
    }
}
