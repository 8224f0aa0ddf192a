using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Makes notes out of one track chunk's note-ons and note-offs: an off ends the oldest open note of its channel and key.</summary>
/// <remarks>
/// The first k note-ons of a key are those that its k note-offs end, so with the numbers known each note is put in its final place at once.
/// While it sounds, its duration holds the index of the next open note of its key.
/// </remarks>
internal sealed class MidiNotes
{
    private const int None = -1;

    private readonly Note[]?[] _notes = new Note[16][];
    private readonly int[] _filled = new int[16];
    private readonly int[] _programs = new int[16];
    private readonly int[] _oldest = Filled();
    private readonly int[] _newest = new int[MidiEvents.Keys];
    private readonly int[] _open = new int[MidiEvents.Keys];
    private readonly int[] _toCome = new int[MidiEvents.Keys]; // note-ons that will be ended, where a chunk has others as well
    private bool _hasHanging;

    public long OnsetSum { get; private set; }

    public long DurationSum { get; private set; }

    public int ZeroLength { get; private set; }

    public int Count { get; private set; }

    public int Drums { get; private set; }

    /// <summary>Makes room for a track's notes.</summary>
    /// <param name="track">Which channels it has.</param>
    /// <param name="sizes">How many notes each of these has.</param>
    public void Begin(MidiTrackSizes track, ReadOnlySpan<int> sizes)
    {
        var part = 0;
        for (var channel = 0; channel < _notes.Length; channel++)
        {
            _notes[channel] = track.Has(channel) ? new Note[sizes[part++]] : null;
            (_filled[channel], _programs[channel]) = (0, None);
        }
        _hasHanging = track.HasHanging;
    }

    /// <summary>Counts the notes of each key that end, for a track in which some do not.</summary>
    public void CountEnded(ref MidiTrackWalk walk)
    {
        Array.Clear(_open);
        Array.Clear(_toCome);
        while (walk.MoveNext())
        {
            var midi = walk.Event;
            if (midi.Kind == MidiEvents.NoteOn && midi.Second > 0)
            {
                _open[midi.Key]++;
            }
            else if (midi.Kind is MidiEvents.NoteOn or MidiEvents.NoteOff && _open[midi.Key] > 0)
            {
                _open[midi.Key]--;
                _toCome[midi.Key]++;
            }
        }
    }

    public void Start(long position, in MidiEvent midi, int program)
    {
        var key = midi.Key;
        if (_hasHanging && _toCome[key]-- <= 0) return; // never ended, so it is no note
        var channel = midi.Channel;
        var notes = _notes[channel]!;
        var index = _filled[channel]++;
        if (index == 0) _programs[channel] = program;
        notes[index] = new Note(new Ticks(position), Ticks.Zero, midi.First, midi.Second, channel);
        if (_oldest[key] == None) _oldest[key] = index;
        else notes[_newest[key]] = notes[_newest[key]] with { Duration = new Ticks(index) };
        _newest[key] = index;
    }

    public void Stop(long position, in MidiEvent midi)
    {
        var key = midi.Key;
        var index = _oldest[key];
        if (index == None) return;
        ref var note = ref _notes[midi.Channel]![index];
        _oldest[key] = index == _newest[key] ? None : (int)note.Duration.Value;
        var duration = position - note.Onset.Value;
        note = note with { Duration = new Ticks(duration) };
        OnsetSum += note.Onset.Value;
        DurationSum += duration;
        if (duration == 0) ZeroLength++;
    }

    /// <summary>The notes of a channel in their order, and the program its track had chosen at the first of them; null where it has no notes.</summary>
    public (Note[] Notes, int? Program)? Take(int channel)
    {
        if (_notes[channel] is not { } notes) return null;
        SortChords(notes);
        Count += notes.Length;
        if (channel == Track.DrumChannel) Drums += notes.Length;
        return (notes, _programs[channel] == None ? null : _programs[channel]);
    }

    /// <summary>Notes come in the order of their onsets; those of one onset are put in order here.</summary>
    private static void SortChords(Note[] notes)
    {
        for (int start = 0, end; start < notes.Length; start = end)
        {
            var isOrdered = true;
            for (end = start + 1; end < notes.Length && notes[end].Onset == notes[start].Onset; end++)
                isOrdered &= notes[end - 1] <= notes[end];
            if (!isOrdered) notes.AsSpan(start..end).Sort();
        }
    }

    private static int[] Filled()
    {
        var filled = new int[MidiEvents.Keys];
        Array.Fill(filled, None);
        return filled;
    }
}
