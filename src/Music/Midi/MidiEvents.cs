namespace MusicGen.Music.Midi;

/// <summary>Status bytes and meta event types of Standard MIDI Files 1.0.</summary>
internal static class MidiEvents
{
    public const byte NoteOff = 0x80;
    public const byte NoteOn = 0x90;
    public const byte ProgramChange = 0xC0;
    public const byte ChannelPressure = 0xD0;
    public const byte SystemExclusive = 0xF0;
    public const byte Escape = 0xF7;
    public const byte Meta = 0xFF;

    /// <summary>The upper half of <see cref="SystemExclusive"/>, <see cref="Escape"/> and <see cref="Meta"/>.</summary>
    public const byte SystemKind = 0xF0;

    /// <summary>16 channels of 128 keys.</summary>
    public const int Keys = 16 * 128;

    public const byte Text = 0x01;
    public const byte TrackName = 0x03;
    public const byte EndOfTrack = 0x2F;
    public const byte SetTempo = 0x51;
    public const byte TimeSignature = 0x58;
    public const byte KeySignature = 0x59;
}
