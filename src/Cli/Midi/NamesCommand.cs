using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Music.Tokens;

namespace MusicGen.Cli.Midi;

/// <summary>The <c>midi names</c> command.</summary>
internal static class NamesCommand
{
    private const string First = "first";
    private const string All = "all";
    private const int MaxTolerance = short.MaxValue;

    public static Command Create()
    {
        var defaults = new NoteNamesOptions();
        var paths = new Argument<string[]>("PATH") { Description = NamedFiles.Description, Arity = ArgumentArity.OneOrMore };
        var parts = new Option<string>("--parts")
        {
            Description = "The first pitched instrument, as in the origin report, or all together in the order of time; never drums.",
            DefaultValueFactory = _ => All,
        };
        parts.AcceptOnlyFromAmong(First, All);
        var tolerance = new Option<int>("--tolerance")
        {
            Description = $"Notes closer together than a quarter divided by N form a chord, 1 to {MaxTolerance:N0}.",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.ToleranceDivisor,
        };
        tolerance.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var typed }] && int.TryParse(typed, out var value) && value is < 1 or > MaxTolerance)
                result.AddError($"--tolerance must be 1 to {MaxTolerance:N0}.");
        });
        var splitTies = new Option<bool>("--split-ties") { Description = "Tell a note that is held over a bar line again in each bar, as music21 does since version 7." };
        var target = new Option<FileInfo?>("--out") { Description = "Write to this file, and what it holds to FILE.json. Default: standard output, without the latter.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Overwrite FILE and FILE.json." };
        var command = new Command(
            "names",
            "Writes MIDI files as note names: the origin report's notes file, or text for other programs. A word a line for each note (E-4) or chord (4.7.11), "
            + "and '# file: NAME' before each piece; rhythm, drums and instruments are not in it. Files that cannot be read are skipped, with exit code 1.")
        {
            paths, parts, tolerance, splitTies, target, force,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ServiceOptions.Json)) result.AddError("'midi names' gives text, and JSON beside it with --out: --json is not for it.");
        });
        command.SetAction((arguments, cancellationToken) =>
        {
            var options = new NoteNamesOptions
            {
                Parts = arguments.GetValue(parts) == First ? PartSelection.First : PartSelection.AllPitched,
                ToleranceDivisor = arguments.GetValue(tolerance),
                SplitTiesAtBar = arguments.GetValue(splitTies),
            };
            var export = new NamesExport(new NamedFiles(arguments.GetRequiredValue(paths)), options, Console.Error);
            return Task.FromResult(Run(export, arguments.GetValue(target), arguments.GetValue(force), cancellationToken));
        });
        return command;
    }

    private static int Run(NamesExport export, FileInfo? target, bool force, CancellationToken cancellationToken)
    {
        try
        {
            if (target is null) export.WriteTo(Console.OpenStandardOutput(), cancellationToken);
            else export.WriteTo(target, force, cancellationToken);
            return export.Skipped == 0 ? ExitCodes.Done : ExitCodes.Refused;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return ExitCodes.Interrupted;
        }
        catch (CommandException e)
        {
            Console.Error.WriteLine(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.WrongCall;
        }
    }
}
