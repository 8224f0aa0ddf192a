using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Finds for each note that tokens tell the note of the score that is meant.</summary>
internal sealed class Score24Comparison(int ticksPerQuarter)
{
    /// <summary>The notes of a score with those that are meant by them, as far as there are any.</summary>
    public List<(Note Original, Note Told)> Pairs { get; } = [];

    /// <summary>A score's notes by what makes them alike, in the order of onsets; drums go by the key they are told under.</summary>
    public static Dictionary<(bool IsDrums, int Program, int Pitch), List<Note>> ByVoice(Score score)
    {
        var voices = new Dictionary<(bool, int, int), List<Note>>();
        foreach (var track in score.Tracks)
        {
            foreach (var note in track.Notes)
            {
                var voice = track.IsDrums ? (true, 0, DrumKeys.Told(note.Pitch)) : (false, track.Program, note.Pitch);
                if (!voices.TryGetValue(voice, out var notes)) voices.Add(voice, notes = []);
                notes.Add(note);
            }
        }
        foreach (var notes in voices.Values) notes.Sort();
        return voices;
    }

    /// <param name="originals">Of one voice, in order.</param>
    /// <param name="told">Of the same voice, in order.</param>
    public void Compare(List<Note> originals, List<Note> told)
    {
        var first = 0;
        foreach (var note in told)
        {
            while (first < originals.Count && HalfSlotsAfter(originals[first], note) < -1) first++;
            var best = -1;
            for (; first < originals.Count && HalfSlotsAfter(originals[first], note) < 1; first++)
            {
                if (best < 0 || Unlikeness(originals[first], note) < Unlikeness(originals[best], note)) best = first;
            }
            if (best >= 0) Pairs.Add((originals[best], note));
        }
    }

    /// <summary>How much later a note of the score starts, in units of 1/48 quarter.</summary>
    private double HalfSlotsAfter(Note original, Note told) =>
        2.0 * ((original.Onset.Value * Score24.TicksPerQuarter) - (told.Onset.Value * ticksPerQuarter)) / ticksPerQuarter;

    /// <summary>The errors of velocity and, but for drums, duration, each in parts of what is allowed: at most 2 for the right note.</summary>
    private double Unlikeness(Note original, Note told)
    {
        var velocity = Math.Abs(original.Velocity - told.Velocity) / 2.0;
        if (told.Channel == Track.DrumChannel) return velocity;
        var duration = Math.Min(Score24Scales.LongestDuration, (double)original.Duration.Value * Score24.TicksPerQuarter / ticksPerQuarter);
        return velocity + (Math.Abs(duration - told.Duration.Value) / Math.Max(0.5, duration / 16));
    }
}
