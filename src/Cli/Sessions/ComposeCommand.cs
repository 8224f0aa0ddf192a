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
        var tunes = new Option<int>("--tunes") { Description = $"How many tunes, 1 to {MaxTunes:N0}.", HelpName = "N", DefaultValueFactory = _ => 1 };
        tunes.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 1 or > MaxTunes)
                result.AddError($"--tunes must be 1 to {MaxTunes:N0}.");
        });
        var words = new Option<int?>("--words") { Description = "Words to compose after the primer, 1 to 4,096. Default: 128", HelpName = "N" };
        var seed = new Option<long?>("--seed")
        {
            Description = "Of the first tune; the next ones count on. The same seed gives the same tune. Default: drawn at random",
            HelpName = "N",
        };
        var temperature = ServiceCommands.Real("--temperature", "0 (always the likeliest word) to 5. Default: 1");
        var topK = new Option<int?>("--top-k") { Description = "Only the N likeliest words; 0: all. Default: 0", HelpName = "N" };
        var topP = ServiceCommands.Real(
            "--top-p", "Only the likeliest words that together have this probability, above 0 and at most 1. Default: 0.95");
        var tempo = ServiceCommands.Real("--tempo", "Quarter notes a minute, 20 to 400. Default: 120");
        var primer = new Option<string?>("--primer")
        {
            Description = "What the tunes begin with: note names and chords, such as \"C4 E4 0.4.7\". Default: the beginning of a piece",
            HelpName = "WORDS",
        };
        var primerMidi = new Option<FileInfo>("--primer-midi") { Description = "A MIDI file that the tunes begin with.", HelpName = "FILE" };
        primerMidi.AcceptExistingOnly();
        primerMidi.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { Exists: true, Length: > MaxPrimerBytes })
                result.AddError($"A MIDI primer has at most {MaxPrimerBytes >> 20} MB.");
        });

        var command = new Command("compose", "Composes tunes with a model, as MIDI files (.mid) and note files (.notes).")
        {
            model, output, tunes, words, seed, temperature, topK, topP, tempo, primer, primerMidi,
        };
        command.Exclude(primer, primerMidi);
        return command.Calling(async (arguments, call) =>
        {
            var names = arguments.GetValue(primer);
            var midi = arguments.GetValue(primerMidi) is { } file ? await File.ReadAllBytesAsync(file.FullName, call.Cancellation) : null;
            var request = new CreateTune(
                arguments.GetValue(words), arguments.GetValue(seed), arguments.GetValue(temperature), arguments.GetValue(topK),
                arguments.GetValue(topP), arguments.GetValue(tempo), names is null && midi is null ? null : new Primer(names, midi));
            var composing = new Composing(call, request);
            return await composing.RunAsync(arguments.GetRequiredValue(model), arguments.GetValue(tunes), arguments.GetValue(output));
        });
    }
}
