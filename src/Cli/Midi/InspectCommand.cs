using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Client.Corpora;
using MusicGen.Music.Midi;

namespace MusicGen.Cli.Midi;

/// <summary>The <c>midi inspect</c> command.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var paths = new Argument<FileSystemInfo[]>("PATH")
        {
            Description = $"MIDI files, and folders whose MIDI files ({string.Join(", ", MidiFolder.Extensions)}) are read, subfolders included.",
            Arity = ArgumentArity.OneOrMore,
        };
        paths.AcceptExistingOnly();
        var strict = new Option<bool>("--strict") { Description = "Refuse files that break the standard's form instead of repairing them." };
        var command = new Command(
            "inspect",
            "Shows what is in MIDI files and what had to be repaired; with --json, one JSON document a line. Exit code 1 if a file could not be read.")
        {
            paths, strict,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(Inspect(
            arguments.GetRequiredValue(paths),
            arguments.GetValue(strict) ? MidiReadMode.Strict : MidiReadMode.Lenient,
            arguments.GetValue(ServiceOptions.Json) ? new JsonInspectionReport(Console.Out) : new TextInspectionReport(Console.Out),
            cancellationToken)));
        return command;
    }

    private static int Inspect(FileSystemInfo[] paths, MidiReadMode mode, IInspectionReport report, CancellationToken cancellationToken)
    {
        try
        {
            var refused = 0;
            report.Begin();
            foreach (var file in paths.SelectMany(Find))
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
            return refused == 0 ? ExitCodes.Done : ExitCodes.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.WrongCall;
        }
    }

    /// <summary>The files below a path, named as the caller would name them.</summary>
    private static IEnumerable<LocalMidiFile> Find(FileSystemInfo path) => path switch
    {
        DirectoryInfo folder => MidiFolder.Find(folder).Select(file => file with { Name = Path.Join(folder.ToString(), file.Name) }),
        _ => [new LocalMidiFile(path.ToString(), path.FullName, ((FileInfo)path).Length)],
    };
}
