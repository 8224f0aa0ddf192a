using System.CommandLine;
using System.CommandLine.Parsing;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Midi;

/// <summary>The <c>midi</c> commands: they work on this machine, without a service.</summary>
internal static class MidiCommand
{
    private const string Name = "midi";
    private const string Names = "names";

    public static Command Create() => new(Name, "Looks into MIDI files on this machine; no service is needed.") { InspectCommand.Create(), NamesCommand.Create() };

    /// <summary>Takes out of the help what every other command has and these have no use for.</summary>
    public static void HideOthersOptions(ParseResult call)
    {
        for (SymbolResult? result = call.CommandResult; result is not null; result = result.Parent)
        {
            if (result is not CommandResult { Command.Name: var name }) continue;
            ServiceOptions.Server.Hidden |= name == Name;
            ServiceOptions.Key.Hidden |= name == Name;
            ServiceOptions.Json.Hidden |= name == Names;
        }
    }
}
