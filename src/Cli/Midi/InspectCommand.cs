using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Cli.Terminal;
using MusicGen.Music.Midi;

namespace MusicGen.Cli.Midi;

/// <summary>The <c>midi inspect</c> command.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = NamedFiles.Description, Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Refuse files that break the standard's form instead of repairing them." };
        var command = new Command(
            "inspect",
            "Shows what is in MIDI files and what had to be repaired; --json gives one JSON document a line, for each file. Exit code 1 if a file could not be read.")
        {
            paths, strict,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Inspect(
            new NamedFiles(arguments.GetRequiredValue(paths)),
            arguments.GetValue(strict) ? MidiReadMode.Strict : MidiReadMode.Lenient,
            arguments.GetValue(ServiceOptions.Json) ? new JsonInspectionReport(Console.Out) : new TextInspectionReport(Console.Out),
            cancellationToken)));
        return command;
    }

    private static int Inspect(NamedFiles files, MidiReadMode mode, IInspectionReport report, CancellationToken cancellationToken)
    {
        try
        {
            var refused = 0;
            report.Begin();
            foreach (var file in files.Find())
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    Console.Error.WriteLine("Stopped.");
                    return ExitCodes.Interrupted;
                }
                var inspection = MidiInspection.Of(file, mode);
                if (inspection.Reading is null) refused++;
                report.Add(inspection);
            }
            report.End();
            if (!files.HasFound)
            {
                Console.Error.WriteLine(VisibleText.Of(files.NothingFound));
                return ExitCodes.WrongCall;
            }
            return refused == 0 ? ExitCodes.Done : ExitCodes.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.WrongCall;
        }
    }
}
