namespace MusicGen.Music.Midi;

/// <summary>These bytes are not a MIDI file that can be read: the one exception of <see cref="MidiReader"/>.</summary>
/// <param name="offset">Where in the file the fault was found, in bytes.</param>
/// <param name="reason">What is wrong, as a sentence for the person whose file it is.</param>
public sealed class MidiFormatException(long offset, string reason) : FormatException($"{reason} (At byte {offset}.)")
{
    /// <summary>Where in the file the fault was found, in bytes.</summary>
    public long Offset { get; } = offset;

    /// <summary>What is wrong, without the offset.</summary>
    public string Reason { get; } = reason;
}
