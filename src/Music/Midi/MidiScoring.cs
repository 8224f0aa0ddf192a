using System.Runtime.InteropServices;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>The second pass over a file's tracks: fills arrays whose sizes the first has counted.</summary>
internal sealed class MidiScoring(MidiSurvey survey)
{
    private const int Unknown = -1;

    private readonly MidiNotes _notes = new();
    private readonly MidiPrograms _programs = new();
    private readonly (string? Name, int Program, Note[] Notes)[] _parts = new (string?, int, Note[])[survey.PartSizes.Count];
    private readonly Tempo[] _tempos = new Tempo[survey.Tempos];
    private readonly Meter[] _meters = new Meter[survey.Meters];
    private readonly KeySignature[] _keys = new KeySignature[survey.Keys];
    private readonly ChordSymbol[] _chords = new ChordSymbol[survey.Chords];
    private readonly int[] _chosen = new int[16];
    private int _tempo, _meter, _key, _chord, _part, _track;
    private (int Start, int Length) _name;
    private string? _firstName;

    /// <summary>Reads one track.</summary>
    /// <param name="walk">Over its events.</param>
    /// <param name="again">Over the same events.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="start">Where the events start.</param>
    /// <param name="isFirst">Whether it is the first track, whose name is the piece's (Standard MIDI Files 1.0, "Sequence/Track Name").</param>
    public void Read(ref MidiTrackWalk walk, MidiTrackWalk again, ReadOnlySpan<byte> file, int start, bool isFirst)
    {
        var hasNotes = _track < survey.Tracks.Count && survey.Tracks[_track].Start == start;
        _name = default;
        Array.Fill(_chosen, -1);
        if (hasNotes)
        {
            var sizes = survey.Tracks[_track++];
            _notes.Begin(sizes, CollectionsMarshal.AsSpan(survey.PartSizes)[_part..]);
            if (sizes.HasHanging) _notes.CountEnded(ref again);
        }
        while (walk.MoveNext()) Take(in walk, hasNotes);
        var name = _name.Length > 0 && (isFirst || hasNotes) ? MidiText.Decode(file.Slice(_name.Start, _name.Length)) : null;
        if (isFirst) _firstName = name;
        if (hasNotes) AddParts(name);
    }

    /// <summary>Whether the tracks have to be walked over once more, by <see cref="FindPrograms"/>.</summary>
    public bool NeedsPrograms()
    {
        if (!_programs.IsAsked) return false;
        for (var part = 0; part < _parts.Length; part++)
        {
            if (_parts[part] is (_, Unknown, [var first, ..])) _programs.Ask(first.Channel, first.Onset.Value, part);
        }
        _programs.PutInOrder();
        return true;
    }

    public void FindPrograms(ref MidiTrackWalk walk) => _programs.Walk(ref walk);

    public Score ToScore(MidiDivision division)
    {
        foreach (var (part, program) in _programs.Answers()) _parts[part].Program = program;
        var tracks = new Track[_parts.Length];
        for (var i = 0; i < tracks.Length; i++) tracks[i] = Track.Adopt(_parts[i].Name, _parts[i].Program, _parts[i].Notes);
        return Score.Adopt(
            division.TicksPerQuarter,
            tracks,
            division.FixedTempo is { } tempo ? [new Tempo(Ticks.Zero, tempo)] : InOrder(_tempos, tempo => tempo.At),
            InOrder(_meters, meter => meter.At),
            InOrder(_keys, key => key.At),
            InOrder(_chords, chord => chord.At),
            new Ticks(survey.EndTick),
            _firstName);
    }

    public MidiTally ToTally(Score score) => new()
    {
        Notes = _notes.Count,
        OnsetSum = _notes.OnsetSum,
        DurationSum = _notes.DurationSum,
        Hanging = survey.Hanging,
        OrphanOffs = survey.OrphanOffs,
        Overlaps = survey.Overlaps,
        ZeroLength = _notes.ZeroLength,
        Drums = _notes.Drums,
        EndTick = survey.EndTick,
        DurationSeconds = score.TempoMap.SecondsAt(new Ticks(survey.EndTick)),
        Tempos = survey.AllTempos,
        Meters = survey.AllMeters,
        Programs = survey.Programs(),
    };

    private void Take(in MidiTrackWalk walk, bool hasNotes)
    {
        ref readonly var midi = ref walk.Event;
        switch (midi.Kind)
        {
            case MidiEvents.NoteOn when midi.Second > 0:
                if (hasNotes) _notes.Start(walk.Position, in midi, _chosen[midi.Channel]);
                break;
            case MidiEvents.NoteOn or MidiEvents.NoteOff:
                if (hasNotes) _notes.Stop(walk.Position, in midi);
                break;
            case MidiEvents.ProgramChange:
                _chosen[midi.Channel] = midi.First;
                break;
            case MidiEvents.SystemKind when midi.Status == MidiEvents.Meta:
                TakeMeta(in walk);
                break;
        }
    }

    private void TakeMeta(in MidiTrackWalk walk)
    {
        switch (walk.Event.First)
        {
            case MidiEvents.TrackName when _name.Length == 0:
                _name = (walk.Event.ContentStart, walk.Event.ContentLength);
                break;
            case MidiEvents.SetTempo when MidiMeta.Tempo(walk.Position, walk.Content) is { } tempo:
                _tempos[_tempo++] = tempo;
                break;
            case MidiEvents.TimeSignature when MidiMeta.Meter(walk.Position, walk.Content) is { } meter:
                _meters[_meter++] = meter;
                break;
            case MidiEvents.KeySignature when MidiMeta.Key(walk.Position, walk.Content) is { } key:
                _keys[_key++] = key;
                break;
            case MidiEvents.Text when MidiMeta.Chord(walk.Position, walk.Content) is { } chord:
                _chords[_chord++] = chord;
                break;
        }
    }

    private void AddParts(string? name)
    {
        for (var channel = 0; channel < 16; channel++)
        {
            if (_notes.Take(channel) is not var (notes, program)) continue;
            var isUnknown = program is null && (survey.ProgramChannels & (1 << channel)) != 0;
            if (isUnknown) _programs.Expect(channel);
            _parts[_part++] = (name, program ?? (isUnknown ? Unknown : 0), notes);
        }
    }

    /// <summary>Events of one position keep their order.</summary>
    private static T[] InOrder<T>(T[] events, Func<T, Ticks> at)
    {
        const int indexBits = 28;
        var isOrdered = true;
        for (var i = 1; i < events.Length && isOrdered; i++) isOrdered = at(events[i - 1]) <= at(events[i]);
        if (isOrdered) return events;
        var keys = new ulong[events.Length]; // position, then index: 36 and 28 bits
        for (var i = 0; i < keys.Length; i++) keys[i] = ((ulong)at(events[i]).Value << indexBits) | (uint)i;
        Array.Sort(keys, events);
        return events;
    }
}
