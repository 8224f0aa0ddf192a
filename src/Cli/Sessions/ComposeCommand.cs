using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>The <c>compose</c> command.</summary>
internal static class ComposeCommand
{
    private const int MaxTunes = 1000;

    /// <summary>The service's limit. It hangs up on much larger ones before it can say so.</summary>
    private const int MaxPrimerBytes = 1 << 20;

    public static Command Create()
    {
        var model = ServiceCommands.Id("MODEL", "The model's id.");
        var output = new Option<DirectoryInfo?>("--out")
        {
            Description = "The folder for the tunes; tunes of the same number there are replaced. Default: a new one named after the session",
            HelpName = "DIR",
        };
        var tunes = ServiceCommands.Whole("--tunes", $"How many tunes, 1 to {MaxTunes:N0}.", standard: 1);
        tunes.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var typed }] && int.TryParse(typed, out var count) && count is < 1 or > MaxTunes)
                result.AddError($"--tunes must be 1 to {MaxTunes:N0}.");
        });
        var words = ServiceCommands.Whole<int>("--words", "Models of note names only: words to compose after the primer, 1 to 4,096. Default: 128");
        var bars = ServiceCommands.Whole<int>("--bars", "Bars to compose after the primer's, 1 to 256. Default: 16");
        var instruments = new Option<string?>("--instruments")
        {
            Description = "Who may play, with commas between: piano, guitar, bass, violin, drums, or General MIDI programs from 0, such as 56. Default: all that the model knows",
            HelpName = "NAMES",
        };
        var players = ServiceCommands.Whole<int>("--players", "How many different instruments may play, drums not counted: the first ones that do, a primer's among them, 1 to 15. Default: 15");
        var range = new Option<KeyRange?>("--range")
        {
            Description = "The lowest and the highest MIDI key of all but the drums, such as 36-84; 60 is middle C. Default: 0-127",
            HelpName = "LOW-HIGH",
            CustomParser = KeyRange.Parse,
        };
        var polyphony = ServiceCommands.Whole<int>("--polyphony", "The most composed notes that sound at once, 1 to 64; drums and a primer's notes that still sound do not count. Default: no limit");
        var ring = new Option<bool>("--let-ring") { Description = "Let the last notes ring on beyond the last bar. Without it composed notes end there; a primer's, 16 quarters long at most, may ring on." };
        var seed = ServiceCommands.Whole<long>("--seed", "Of the first tune; the next ones count on. The same seed gives the same tune. Default: drawn at random");
        var temperature = ServiceCommands.Real("--temperature", "0 (always the likeliest word) to 5. Default: 1");
        var topK = ServiceCommands.Whole<int>("--top-k", "Only the N likeliest words; 0: all. Default: 0");
        var topP = ServiceCommands.Real(
            "--top-p", "Only the likeliest words that together have this probability, above 0 and at most 1. Default: 0.95");
        var tempo = ServiceCommands.Real("--tempo", "Quarter notes a minute, 20 to 400. Default: what the model composes; with note names 120");
        var primer = new Option<string?>("--primer")
        {
            Description = "What the tunes begin with: note names and chords, such as \"C4 E4 0.4.7\", or the model's own words, up to 4,096 of them. Default: the beginning of a piece",
            HelpName = "WORDS",
        };
        var primerMidi = new Option<FileInfo>("--primer-midi") { Description = "A MIDI file that the tunes begin with.", HelpName = "FILE" };
        var primerNotes = new Option<FileInfo>("--primer-notes") { Description = "A note file (.notes) that the tunes begin with.", HelpName = "FILE" };
        LimitSize(primerMidi);
        LimitSize(primerNotes);

        var command = new Command("compose", "Composes tunes with a model, as MIDI files (.mid) and note files (.notes).")
        {
            model, output, tunes, bars, instruments, players, range, polyphony, ring, words, seed, temperature, topK, topP, tempo, primer, primerMidi, primerNotes,
        };
        command.Exclude(primer, primerMidi);
        command.Exclude(primer, primerNotes);
        command.Exclude(primerMidi, primerNotes);
        return command.Calling(async (arguments, call) =>
        {
            var names = arguments.GetValue(primer);
            var midi = arguments.GetValue(primerMidi) is { } file ? await File.ReadAllBytesAsync(file.FullName, call.Cancellation) : null;
            var notes = arguments.GetValue(primerNotes) is { } text ? await File.ReadAllTextAsync(text.FullName, call.Cancellation) : null;
            var keys = arguments.GetValue(range);
            var request = new CreateTune(
                arguments.GetValue(words), arguments.GetValue(seed), arguments.GetValue(temperature), arguments.GetValue(topK),
                arguments.GetValue(topP), arguments.GetValue(tempo), (names, midi, notes) is (null, null, null) ? null : new Primer(names, midi, notes),
                arguments.GetValue(bars), arguments.GetValue(instruments)?.Split(',', StringSplitOptions.TrimEntries), keys?.Lowest, keys?.Highest,
                arguments.GetValue(polyphony), arguments.GetValue(ring) ? false : null, arguments.GetValue(players));
            var composing = new Composing(call, request);
            return await composing.RunAsync(arguments.GetRequiredValue(model), arguments.GetValue(tunes), arguments.GetValue(output));
        });
    }

    private static void LimitSize(Option<FileInfo> primer)
    {
        primer.AcceptExistingOnly();
        primer.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { Exists: true, Length: > MaxPrimerBytes })
                result.AddError($"A primer has at most {MaxPrimerBytes >> 20} MB.");
        });
    }
}
