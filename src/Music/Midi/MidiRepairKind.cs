namespace MusicGen.Music.Midi;

/// <summary>A fault of a file's form that lenient reading repairs.</summary>
public enum MidiRepairKind
{
    /// <summary>A track chunk does not end with an end of track.</summary>
    NoEndOfTrack,
}
