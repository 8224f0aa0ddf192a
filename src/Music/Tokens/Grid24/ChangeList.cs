using System.Collections.Immutable;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Where a tempo, key or chord of a score changes on the grid; what only repeats the one in force is left out.</summary>
internal sealed class ChangeList
{
    private readonly List<(long Tick, int Id)> _changes = [];
    private int _next;

    public static ChangeList Empty => new();

    /// <summary>Of the tempos: those beyond the slowest and the fastest token.</summary>
    public int Clamped { get; private init; }

    /// <summary><see cref="long.MaxValue"/> where no change is left.</summary>
    public long NextTick => _next < _changes.Count ? _changes[_next].Tick : long.MaxValue;

    public static ChangeList OfTempos(Score score) =>
        Of(
            score,
            score.Tempos,
            Score24Family.Tempo,
            tempo => (tempo.At, Score24Scales.TempoIndex(tempo.MicrosecondsPerQuarter)),
            clamped: score.Tempos.Count(tempo => Score24Scales.IsTempoOutside(tempo.MicrosecondsPerQuarter)));

    public static ChangeList OfKeys(Score score) =>
        Of(score, score.Keys, Score24Family.Key, key => (key.At, Score24Harmony.ValueOf(key)));

    public static ChangeList OfChords(Score score) =>
        Of(score, score.Chords, Score24Family.Chord, chord => (chord.At, Score24Harmony.ValueOf(chord)));

    public int Take() => _changes[_next++].Id;

    /// <summary>Lets the default tempo hold from a tick on, unless one is told there.</summary>
    public void HoldFrom(long tick)
    {
        if (NextTick <= tick) return;
        var id = Score24Vocabulary.FirstOf(Score24Family.Tempo) + Score24Scales.TempoIndex(Tempo.DefaultMicrosecondsPerQuarter);
        if (_changes.Count > 0 && _changes[0].Id == id) _changes.RemoveAt(0);
        _changes.Insert(0, (tick, id));
    }

    private static ChangeList Of<T>(Score score, ImmutableArray<T> changes, Score24Family family, Func<T, (Ticks At, int Index)> place, int clamped = 0)
    {
        var first = Score24Vocabulary.FirstOf(family);
        var list = new ChangeList { Clamped = clamped };
        foreach (var change in changes)
        {
            var (at, index) = place(change);
            list.Add(OnsetGrid.TickOf(at, score.TicksPerQuarter), first + index);
        }
        return list;
    }

    /// <remarks>Of several in one slot the last holds.</remarks>
    private void Add(long tick, int id)
    {
        if (_changes.Count > 0 && _changes[^1].Tick == tick) _changes.RemoveAt(_changes.Count - 1);
        if (_changes.Count == 0 || _changes[^1].Id != id) _changes.Add((tick, id));
    }
}
