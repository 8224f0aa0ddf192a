using MusicGen.Music.Scores;

namespace MusicGen.Music.Analysis;

/// <summary>From when to when notes sound: their starts and their ends, each ascending.</summary>
/// <remarks>
/// Which end belongs to which start is not needed: as many notes as start before a tick end before it or sound at it. So the i-th start follows
/// silence when the end before it in its own order, the (i − 1)-th, is earlier.
/// </remarks>
internal readonly ref struct NoteSpans
{
    private readonly long[] _starts;
    private readonly long[] _ends;

    /// <param name="tracks">Whose notes.</param>
    /// <param name="drumRing">How many ticks a drum sounds at least: it rings on, whatever length its note has.</param>
    /// <param name="last">Nothing sounds later.</param>
    public NoteSpans(IReadOnlyList<Track> tracks, long drumRing, long last)
    {
        var count = tracks.Sum(track => track.Notes.Length);
        (_starts, _ends) = (new long[count], new long[count]);
        count = 0;
        foreach (var track in tracks)
        {
            foreach (var note in track.Notes.AsSpan())
            {
                var end = note.Onset.Value + note.Duration.Value;
                _starts[count] = note.Onset.Value;
                _ends[count++] = track.IsDrums ? Math.Min(last, Math.Max(end, note.Onset.Value + drumRing)) : end;
            }
        }
        if (tracks.Count > 1) _starts.AsSpan().Sort();
        _ends.AsSpan().Sort();
    }

    public ReadOnlySpan<long> Starts => _starts;

    /// <summary>The most notes that sound at once. One that ends where another starts does not overlap it, one without length does not sound.</summary>
    public int MostAtOnce()
    {
        int ended = 0, most = 0;
        for (var started = 0; started < _starts.Length; started++)
        {
            while (ended < _ends.Length && _ends[ended] <= _starts[started]) ended++;
            most = Math.Max(most, started + 1 - ended);
        }
        return most;
    }

    /// <summary>How many ticks some note sounds.</summary>
    public long SoundingTicks()
    {
        if (_starts.Length == 0) return 0;
        var ticks = _ends[^1] - _starts[0];
        for (var i = 1; i < _starts.Length; i++) ticks -= Math.Max(0, _starts[i] - _ends[i - 1]);
        return ticks;
    }

    /// <summary>How long nothing sounds from the start of the score to the last end, in all and at most, in seconds.</summary>
    public (double Total, double Longest) SilentSeconds(TempoMap tempos)
    {
        if (_starts.Length == 0) return default;
        var total = tempos.SecondsAt(new Ticks(_starts[0]));
        var longest = total;
        for (var i = 1; i < _starts.Length; i++)
        {
            if (_starts[i] <= _ends[i - 1]) continue;
            var gap = tempos.SecondsAt(new Ticks(_starts[i])) - tempos.SecondsAt(new Ticks(_ends[i - 1]));
            total += gap;
            longest = Math.Max(longest, gap);
        }
        return (total, longest);
    }
}
