namespace MusicGen.Music.Midi;

/// <summary>What of a track chunk's notes is known before they are read. Small, since a file can have a track in a few bytes.</summary>
/// <param name="Start">Where the chunk's events start.</param>
/// <param name="Channels">The channels that have notes, one bit each.</param>
/// <param name="HasHanging">Whether some of its notes never end.</param>
internal readonly record struct MidiTrackSizes(int Start, ushort Channels, bool HasHanging)
{
    public bool Has(int channel) => (Channels & (1 << channel)) != 0;
}
