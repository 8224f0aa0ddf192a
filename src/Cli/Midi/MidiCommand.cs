using System.CommandLine;

namespace MusicGen.Cli.Midi;

/// <summary>The <c>midi</c> commands: they work on this machine, without a service.</summary>
internal static class MidiCommand
{
    public static Command Create() => new("midi", "Looks into MIDI files on this machine; no service is needed.") { InspectCommand.Create() };
}
