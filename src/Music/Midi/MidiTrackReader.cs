using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Reads the events of track chunks, one chunk after another.</summary>
/// <param name="timeline">Collects what holds for all tracks.</param>
/// <param name="parts">Collects the notes.</param>
internal sealed class MidiTrackReader(MidiTimeline timeline, List<MidiPart> parts)
{
    private readonly NotePairing _pairing = new();
    private readonly int?[] _programs = new int?[16];
    private bool _isFirstChunk = true;
    private string? _name;
    private long _position;
    private bool _ended;

    /// <summary>The name of the first chunk, which in format 1 is the piece's (Standard MIDI Files 1.0, "Sequence/Track Name").</summary>
    public string? FirstName { get; private set; }

    /// <exception cref="MidiFormatException">The events cannot be told apart.</exception>
    public void Read(MidiCursor cursor)
    {
        (_name, _position, _ended) = (null, 0, false);
        Array.Clear(_programs);
        byte running = 0;
        while (cursor.Remaining > 0 && !_ended) ReadEvent(ref cursor, ref running);
        timeline.Reach(_position);
        if (_isFirstChunk) FirstName = _name;
        _isFirstChunk = false;
        _pairing.Finish(_name, parts);
    }

    private void ReadEvent(ref MidiCursor cursor, ref byte running)
    {
        _position += cursor.ReadVariableLength();
        if (_position > Ticks.Max.Value) throw new MidiFormatException(cursor.Offset, $"An event lies later than {Ticks.Max} ticks.");
        var status = cursor.Peek();
        if (status < 0x80)
        {
            status = running != 0
                ? running
                : throw new MidiFormatException(cursor.Offset, "An event has no status byte, and none came before it.");
        }
        else
        {
            cursor.ReadByte();
        }
        switch (status)
        {
            case < MidiEvents.SystemExclusive:
                running = status; // kept across meta and sysex events, which cancel it by the letter but not in the files people have
                ReadChannelEvent(ref cursor, status);
                break;
            case MidiEvents.Meta:
                ReadMeta(ref cursor);
                break;
            case MidiEvents.SystemExclusive or MidiEvents.Escape:
                cursor.Take(cursor.ReadVariableLength());
                break;
            default:
                throw new MidiFormatException(cursor.Offset - 1, $"The status byte {status:X2} has no place in a MIDI file.");
        }
    }

    private void ReadChannelEvent(ref MidiCursor cursor, byte status)
    {
        var channel = status & 0x0F;
        var kind = (byte)(status & 0xF0);
        var first = cursor.ReadDataByte();
        if (kind == MidiEvents.ProgramChange)
        {
            _programs[channel] = first;
            timeline.AddProgram(_position, channel, first);
        }
        if (kind is MidiEvents.ProgramChange or MidiEvents.ChannelPressure) return;
        var second = cursor.ReadDataByte();
        if (kind == MidiEvents.NoteOn && second > 0) _pairing.Start(_position, channel, first, second, _programs[channel]);
        else if (kind is MidiEvents.NoteOn or MidiEvents.NoteOff) _pairing.Stop(_position, channel, first);
    }

    private void ReadMeta(ref MidiCursor cursor)
    {
        var type = cursor.ReadByte();
        var content = cursor.Take(cursor.ReadVariableLength());
        switch (type)
        {
            case MidiEvents.EndOfTrack:
                _ended = true;
                break;
            case MidiEvents.TrackName when content.Length > 0:
                _name ??= MidiText.Decode(content);
                break;
            case MidiEvents.SetTempo when content.Length == 3:
                timeline.AddTempo(_position, (content[0] << 16) | (content[1] << 8) | content[2]);
                break;
            case MidiEvents.TimeSignature when content.Length >= 2:
                timeline.AddMeter(_position, content[0], content[1]);
                break;
        }
    }
}
