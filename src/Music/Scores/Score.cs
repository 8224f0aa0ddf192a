using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MusicGen.Music.Scores;

/// <summary>A piece in memory: tracks of notes in exact ticks, with tempos, meters, keys and chord symbols. Immutable, equal by content.</summary>
public sealed class Score : IEquatable<Score>
{
    /// <summary>The largest division that a MIDI file can say: 15 bits.</summary>
    public const int MaxTicksPerQuarter = 0x7FFF;

    /// <param name="ticksPerQuarter">1 … <see cref="MaxTicksPerQuarter"/>.</param>
    /// <param name="tracks">In the order of the score.</param>
    /// <param name="tempos">In any order; those at one position keep theirs, and the last of them holds.</param>
    /// <param name="meters">As the tempos.</param>
    /// <param name="end">The end where it lies after everything else, as when a piece ends with silence.</param>
    /// <param name="name">The piece's name; an empty one counts as none.</param>
    /// <param name="keys">As the tempos.</param>
    /// <param name="chords">As the tempos.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public Score(
        int ticksPerQuarter,
        IEnumerable<Track> tracks,
        IEnumerable<Tempo>? tempos = null,
        IEnumerable<Meter>? meters = null,
        Ticks end = default,
        string? name = null,
        IEnumerable<KeySignature>? keys = null,
        IEnumerable<ChordSymbol>? chords = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticksPerQuarter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ticksPerQuarter, MaxTicksPerQuarter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Ticks.Max);
        TicksPerQuarter = ticksPerQuarter;
        ArgumentNullException.ThrowIfNull(tracks);
        Tracks = [.. tracks];
        if (Tracks.Any(track => track is null)) throw new ArgumentException("A track is null.", nameof(tracks));
        Tempos = [.. (tempos ?? []).OrderBy(tempo => tempo.At)];
        Meters = [.. (meters ?? []).OrderBy(meter => meter.At)];
        Keys = [.. (keys ?? []).OrderBy(key => key.At)];
        Chords = [.. (chords ?? []).OrderBy(chord => chord.At)];
        Name = Names.Normal(name);
        if (Tempos.Any(tempo => !tempo.IsValid)) throw new ArgumentException("A tempo is out of range.", nameof(tempos));
        if (Meters.Any(meter => !meter.IsValid)) throw new ArgumentException("A meter is out of range.", nameof(meters));
        if (Keys.Any(key => !key.IsValid)) throw new ArgumentException("A key signature is out of range.", nameof(keys));
        if (Chords.Any(chord => !chord.IsValid)) throw new ArgumentException("A chord symbol is out of range.", nameof(chords));
        End = LastPosition(end);
        TempoMap = new TempoMap(ticksPerQuarter, Tempos);
    }

    private Score(
        int ticksPerQuarter, Track[] tracks, Tempo[] tempos, Meter[] meters, KeySignature[] keys, ChordSymbol[] chords, Ticks end, string? name)
    {
        TicksPerQuarter = ticksPerQuarter;
        Tracks = ImmutableCollectionsMarshal.AsImmutableArray(tracks);
        Tempos = ImmutableCollectionsMarshal.AsImmutableArray(tempos);
        Meters = ImmutableCollectionsMarshal.AsImmutableArray(meters);
        Keys = ImmutableCollectionsMarshal.AsImmutableArray(keys);
        Chords = ImmutableCollectionsMarshal.AsImmutableArray(chords);
        (End, Name) = (end, name);
        TempoMap = new TempoMap(ticksPerQuarter, Tempos);
    }

    public int TicksPerQuarter { get; }

    public ImmutableArray<Track> Tracks { get; }

    /// <summary>In order of position; empty means 120 quarters a minute throughout.</summary>
    public ImmutableArray<Tempo> Tempos { get; }

    /// <summary>In order of position; empty means 4/4 throughout.</summary>
    public ImmutableArray<Meter> Meters { get; }

    /// <summary>In order of position; empty means that nothing is said about the key.</summary>
    public ImmutableArray<KeySignature> Keys { get; }

    /// <summary>In order of position; empty means that nothing is said about the harmony.</summary>
    public ImmutableArray<ChordSymbol> Chords { get; }

    public string? Name { get; }

    /// <summary>The position after which nothing happens: no earlier than any note's end, tempo, meter, key or chord symbol.</summary>
    public Ticks End { get; }

    public TempoMap TempoMap { get; }

    public TimeSpan Duration => TempoMap.TimeAt(End);

    public int NoteCount => Tracks.Sum(track => track.Notes.Length);

    /// <summary>A score that takes over what is known to be right: everything valid and in order, the end no earlier than all, a normal name.</summary>
    internal static Score Adopt(
        int ticksPerQuarter, Track[] tracks, Tempo[] tempos, Meter[] meters, KeySignature[] keys, ChordSymbol[] chords, Ticks end, string? name) =>
        new(ticksPerQuarter, tracks, tempos, meters, keys, chords, end, name);

    public bool Equals(Score? other) =>
        other is not null && TicksPerQuarter == other.TicksPerQuarter && End == other.End && Name == other.Name
        && Tempos.SequenceEqual(other.Tempos) && Meters.SequenceEqual(other.Meters) && Keys.SequenceEqual(other.Keys) && Chords.SequenceEqual(other.Chords)
        && Tracks.SequenceEqual(other.Tracks);

    public override bool Equals(object? obj) => Equals(obj as Score);

    public override int GetHashCode() => HashCode.Combine(TicksPerQuarter, End, Name, Tempos.Length, Meters.Length, Tracks.Length);

    private Ticks LastPosition(Ticks end)
    {
        if (Tempos.Length > 0) end = Ticks.Later(end, Tempos[^1].At);
        if (Meters.Length > 0) end = Ticks.Later(end, Meters[^1].At);
        if (Keys.Length > 0) end = Ticks.Later(end, Keys[^1].At);
        if (Chords.Length > 0) end = Ticks.Later(end, Chords[^1].At);
        foreach (var track in Tracks)
        {
            foreach (var note in track.Notes) end = Ticks.Later(end, note.End);
        }
        return end;
    }
}
