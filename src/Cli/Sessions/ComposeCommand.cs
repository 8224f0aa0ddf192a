using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>The <c>compose</c> command.</summary>
internal static class ComposeCommand
{
    private const int MaxTunes = 1000;

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
        var audio = new Option<string?>("--audio")
        {
            Description = "Save each tune as audio too: ogg, half a megabyte a minute, or wav, ten. The service needs FluidSynth and a SoundFont. Default: MIDI and notes only",
            HelpName = "FORMAT",
        };
        audio.AcceptOnlyFromAmong([.. Enum.GetValues<AudioFormat>().Select(ContractJson.NameOf)]);
        MusicOptions music = new();
        DrawingOptions drawing = new();
        PrimerOptions primer = new();
        var command = new Command("compose", "Composes tunes with a model, as MIDI files (.mid) and note files (.notes), and as audio with --audio.") { model, output, tunes };
        music.AddTo(command);
        drawing.AddTo(command);
        primer.AddTo(command);
        command.Add(audio);
        return command.Calling(async (arguments, call) =>
        {
            var request = await primer.OfAsync(arguments, drawing.Of(arguments, music.Of(arguments, new CreateTune())), call.Cancellation);
            var format = arguments.GetValue(audio) is { } named ? Enum.Parse<AudioFormat>(named, ignoreCase: true) : (AudioFormat?)null;
            return await new Composing(call, request, format).RunAsync(arguments.GetRequiredValue(model), arguments.GetValue(tunes), arguments.GetValue(output));
        });
    }
}
