using MusicGen.Music.Scores;

namespace MusicGen.Music.Analysis;

/// <summary>Counts which pitches the tracks of a score have.</summary>
internal sealed class PitchCount
{
    private readonly int[] _notes = new int[128];
    private readonly long[] _ticks = new long[128];

    public int Notes { get; private set; }

    /// <summary>The lengths of all notes together.</summary>
    public long Ticks { get; private set; }

    /// <summary>The latest end of a note.</summary>
    public Ticks End { get; private set; }

    public int Distinct => _notes.Count(notes => notes > 0);

    public int? Lowest => Notes > 0 ? Array.FindIndex(_notes, notes => notes > 0) : null;

    public int? Highest => Notes > 0 ? Array.FindLastIndex(_notes, notes => notes > 0) : null;

    /// <summary>The part of the notes that the commonest pitch has; 0 without notes.</summary>
    public double CommonestShare => Notes > 0 ? (double)_notes.Max() / Notes : 0;

    /// <summary>How long each pitch class sounds, C first.</summary>
    public double[] TicksByPitchClass
    {
        get
        {
            var classes = new double[12];
            for (var pitch = 0; pitch < _ticks.Length; pitch++) classes[pitch % 12] += _ticks[pitch];
            return classes;
        }
    }

    public void Add(Track track)
    {
        var end = End.Value;
        foreach (ref readonly var note in track.Notes.AsSpan())
        {
            _notes[note.Pitch]++;
            _ticks[note.Pitch] += note.Duration.Value;
            Ticks += note.Duration.Value;
            end = Math.Max(end, note.Onset.Value + note.Duration.Value);
        }
        Notes += track.Notes.Length;
        End = new Ticks(end);
    }
}
