using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Makes notes out of a track chunk's note-ons and note-offs: an off ends the oldest open note of its channel and pitch.</summary>
internal sealed class NotePairing
{
    private const int None = -1;
    private const int Channels = 16;
    private const int Pitches = 128;

    // Queues of open notes, linked through Sounding.Next: one a channel and pitch, holding indices into _notes.
    private readonly int[] _oldest = Filled(Channels * Pitches);
    private readonly int[] _newest = Filled(Channels * Pitches);
    private readonly List<Sounding> _notes = [];

    /// <param name="position">In ticks.</param>
    /// <param name="channel">0 … 15.</param>
    /// <param name="pitch">0 … 127.</param>
    /// <param name="velocity">1 … 127.</param>
    /// <param name="program">The program in force, or null.</param>
    public void Start(long position, int channel, int pitch, int velocity, int? program)
    {
        var key = (channel * Pitches) + pitch;
        var index = _notes.Count;
        _notes.Add(new Sounding(position, None, (short)key, (byte)velocity, (sbyte)(program ?? None), None));
        if (_oldest[key] == None) _oldest[key] = index;
        else _notes[_newest[key]] = _notes[_newest[key]] with { Next = index };
        _newest[key] = index;
    }

    public void Stop(long position, int channel, int pitch)
    {
        var key = (channel * Pitches) + pitch;
        var index = _oldest[key];
        if (index == None) return;
        _oldest[key] = _notes[index].Next;
        _notes[index] = _notes[index] with { End = position };
    }

    /// <summary>Hands over what has ended, a part for each channel that has notes, and starts anew.</summary>
    /// <remarks>Only the keys that were used are cleared: a file may have a chunk every 8 bytes.</remarks>
    public void Finish(string? name, List<MidiPart> parts)
    {
        var byChannel = new MidiPart?[Channels];
        foreach (var note in _notes)
        {
            _oldest[note.Key] = None;
            if (note.End == None) continue;
            var (channel, pitch) = Math.DivRem((int)note.Key, Pitches);
            var part = byChannel[channel] ??= new MidiPart(name, note.Program == None ? null : note.Program, []);
            part.Notes.Add(new Note(new Ticks(note.Onset), new Ticks(note.End - note.Onset), pitch, note.Velocity, channel));
        }
        foreach (var part in byChannel)
        {
            if (part is not null) parts.Add(part);
        }
        _notes.Clear();
    }

    private static int[] Filled(int count)
    {
        var filled = new int[count];
        Array.Fill(filled, None);
        return filled;
    }

    private readonly record struct Sounding(long Onset, long End, short Key, byte Velocity, sbyte Program, int Next);
}
