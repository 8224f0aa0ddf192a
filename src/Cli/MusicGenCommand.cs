using System.CommandLine;
using System.CommandLine.Invocation;
using MusicGen.Cli.Accounts;
using MusicGen.Cli.Corpora;
using MusicGen.Cli.Midi;
using MusicGen.Cli.Models;
using MusicGen.Cli.Nodes;
using MusicGen.Cli.Service;
using MusicGen.Cli.Sessions;
using MusicGen.Cli.Training;

namespace MusicGen.Cli;

/// <summary>The whole command line: what a user of a MusicGen service does, in the order of the journey.</summary>
internal static class MusicGenCommand
{
    private const string Description =
        """
        Learns from MIDI files and composes new tunes, with a running MusicGen service.

          musicgen upload my-midi-files/     makes a corpus of MIDI files, or of zip archives of them
          musicgen train CORPUS              trains a model on it
          musicgen publish TRAINING          makes its best checkpoint a model
          musicgen compose MODEL             composes tunes with it

          musicgen nodes                     shows what the service trains on
          musicgen account                   shows who you are; a service for many wants a key, which MUSICGEN_KEY carries

          musicgen midi inspect PATH         shows what is in MIDI files, without a service
          musicgen midi names PATH           writes them as note names, without a service

        Exit codes: 0 done, 1 refused or failed, 2 wrong call or no service, 130 stopped by Ctrl-C.
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        MidiCommand.HideOthersOptions(parsed);
        if (parsed.Action is not ParseErrorAction wrongCall) return await parsed.InvokeAsync();
        wrongCall.ShowHelp = false;
        // Standard output is for results only; suggestions belong to the complaint.
        await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
        return ExitCodes.WrongCall;
    }

    private static RootCommand Create() => new(Description)
    {
        ServiceOptions.Server, ServiceOptions.Key, ServiceOptions.Json,
        UploadCommand.Create(), CorporaCommand.Create(), FilesCommand.Create(), StatsCommand.Create(), CancelUploadCommand.Create(), DeleteCommand.Create(),
        TrainCommand.Create(), TrainingsCommand.Create(), FollowCommand.Create(),
        PauseCommands.CreatePause(), PauseCommands.CreateResume(), PauseCommands.CreateCancel(), ExtendCommand.Create(), DeleteTrainingCommand.Create(),
        MetricsCommand.Create(), SamplesCommand.Create(), QueueCommand.Create(),
        PublishCommand.Create(), ModelsCommand.Create(), DeleteModelCommand.Create(),
        ComposeCommand.Create(),
        NodesCommand.Create(), CordonCommands.CreateCordon(), CordonCommands.CreateUncordon(), CordonCommands.CreateDrain(),
        AccountCommand.Create(),
        MidiCommand.Create(),
    };
}
