using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>What a tune begins with, and what becomes of it.</summary>
internal sealed class PrimerOptions
{
    /// <summary>The service's limit. It hangs up on much larger ones before it can say so.</summary>
    private const int MaxPrimerBytes = 1 << 20;

    private readonly Option<string?> _primer = new("--primer")
    {
        Description = "What the tunes begin with, or what --mode says: note names and chords, such as \"C4 E4 0.4.7\", or the model's own words, up to 4,096 of them. Default: the beginning of a piece",
        HelpName = "WORDS",
    };

    private readonly Option<FileInfo> _primerMidi = new("--primer-midi") { Description = "A MIDI file that the tunes begin with.", HelpName = "FILE" };

    private readonly Option<FileInfo> _primerNotes = new("--primer-notes") { Description = "A note file (.notes) that the tunes begin with.", HelpName = "FILE" };

    private readonly Option<TuneName?> _primerTune = new("--primer-tune")
    {
        Description = "A tune that the tunes go on from: its session and number, such as SESSION/3, and the number of a variation, such as SESSION/3/2.",
        HelpName = "TUNE",
        CustomParser = TuneName.Parse,
    };

    private readonly Option<string?> _mode = new("--mode")
    {
        Description = "What to do with the primer: continue it; variation: compose some of its notes anew in their places; accompany: keep it and let --instruments play around it. none: no primer. "
            + "Default: continue where there is a primer",
        HelpName = "MODE",
    };

    private readonly Option<double?> _change = ServiceCommands.Real(
        "--change", "Variations only: with which probability each note is composed anew, 0 to 1. Default: 0.5");

    public void AddTo(Command command)
    {
        _mode.AcceptOnlyFromAmong([.. Enum.GetValues<TuneMode>().Select(ContractJson.NameOf)]);
        RequireFile(_primerMidi);
        RequireFile(_primerNotes);
        foreach (var option in (Option[])[_primer, _primerMidi, _primerNotes, _primerTune, _mode, _change]) command.Add(option);
        Option[] primers = [_primer, _primerMidi, _primerNotes, _primerTune];
        foreach (var (index, one) in primers.Index())
        {
            foreach (var other in primers.Skip(index + 1)) command.Exclude(one, other);
        }
    }

    /// <summary>A request with what was given of them; files are read.</summary>
    public async Task<CreateTune> OfAsync(ParseResult arguments, CreateTune request, CancellationToken cancellationToken)
    {
        var names = arguments.GetValue(_primer);
        var midi = arguments.GetValue(_primerMidi) is { } file ? await File.ReadAllBytesAsync(file.FullName, cancellationToken) : null;
        var notes = arguments.GetValue(_primerNotes) is { } text ? await File.ReadAllTextAsync(text.FullName, cancellationToken) : null;
        return request with
        {
            Primer = arguments.GetValue(_primerTune)?.ToPrimer() ?? ((names, midi, notes) is (null, null, null) ? null : new Primer(names, midi, notes)),
            Mode = arguments.GetValue(_mode) is { } named ? Enum.Parse<TuneMode>(named, ignoreCase: true) : null,
            Change = arguments.GetValue(_change),
        };
    }

    private static void RequireFile(Option<FileInfo> primer) => primer.Validators.Add(result =>
    {
        if (result.Tokens is not [{ Value: var path }]) return; // System.CommandLine says so
        var file = new FileInfo(path);
        if (!file.Exists) result.AddError($"There is no file {path}.");
        else if (file.Length > MaxPrimerBytes) result.AddError($"A primer has at most {MaxPrimerBytes >> 20} MB.");
    });
}
