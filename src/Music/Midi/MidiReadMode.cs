namespace MusicGen.Music.Midi;

/// <summary>What <see cref="MidiReader"/> does with a file that breaks the standard's form.</summary>
public enum MidiReadMode
{
    /// <summary>Reads what can be read and lists each kind of repair.</summary>
    Lenient,

    /// <summary>Refuses the file at its first fault; only <see cref="MidiRepairKind.CancelledRunningStatus"/> is let pass.</summary>
    Strict,
}
