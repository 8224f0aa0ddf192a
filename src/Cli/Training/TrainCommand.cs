using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Training;

/// <summary>The <c>train</c> command.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var corpus = ServiceCommands.Id("CORPUS", "The id of the corpus to learn from; it is frozen as it stands.");
        var name = new Option<string?>("--name") { Description = "What to call the training. Default: its id" };
        var preset = new Option<string>("--preset")
        {
            Description = $"The network's size and where the other options start from: {Presets.Names}.",
            DefaultValueFactory = _ => Presets.Default,
        };
        preset.AcceptOnlyFromAmong([.. Presets.All.Select(options => options.Preset)]);
        var epochs = Number("--epochs", "Passes over the pieces, 1 to 10,000.");
        var batchSize = Number("--batch-size", "Sequences a step, 1 to 1,024.");
        var sequenceLength = Number("--sequence-length", "Words of each sequence a step, 2 to 4,096.");
        var learningRate = ServiceCommands.Real("--learning-rate", "Adam's rate, above 0 and at most 1. Default: the preset's");
        var dropout = ServiceCommands.Real("--dropout", "Share of units dropped between layers, 0 to below 1. Default: the preset's");
        var seed = ServiceCommands.Whole<long>("--seed", "Of the weights and the order of the pieces. Default: 0");
        var tokens = new Option<string>("--tokens")
        {
            Description = "The language to learn: score24 (bars, rhythm, instruments, drums) or notenames (a word a note or chord, as in the origin report).",
            DefaultValueFactory = _ => TokenizerKinds.Default,
        };
        tokens.AcceptOnlyFromAmong([.. TokenizerKinds.Names]);
        var programs = new Option<string?>("--programs")
        {
            Description = "The instruments that score24 tells apart: exact (all of General MIDI), families (its 16 families) or "
                + "seed (piano, guitar, bass, violin), drums beside them. Default: exact",
            HelpName = "MAPPING",
        };
        programs.AcceptOnlyFromAmong([.. Enum.GetValues<ProgramMapping>().Select(ContractJson.NameOf)]);
        var detach = new Option<bool>("--detach") { Description = "Return at once instead of following the training to its end." };

        var command = new Command("train", "Trains a model on a corpus and follows it. Ctrl-C ends the following, not the training.")
        {
            corpus, name, preset, epochs, batchSize, sequenceLength, learningRate, dropout, seed, tokens, programs, detach,
        };
        return command.Calling(async (arguments, call) =>
        {
            var request = new CreateTraining(
                arguments.GetRequiredValue(corpus), arguments.GetValue(name), arguments.GetValue(preset), arguments.GetValue(epochs),
                arguments.GetValue(batchSize), arguments.GetValue(sequenceLength), arguments.GetValue(learningRate), arguments.GetValue(dropout),
                arguments.GetValue(seed), new TokenizerSettings(TokenizerKinds.Parse(arguments.GetRequiredValue(tokens)), Mapping(arguments.GetValue(programs))));
            var training = await call.Client.Trainings.CreateAsync(request, cancellationToken: call.Cancellation);
            if (!arguments.GetValue(detach)) return await TrainingFollower.FollowAsync(call, training);
            call.Screen.Give(training, screen =>
            {
                screen.Say(TrainingText.Title(training));
                screen.Say($"Follow it: {call.Next($"follow {training.Id}")}");
            });
            return ExitCodes.Done;
        });
    }

    private static Score24Settings? Mapping(string? programs) =>
        programs is null ? null : new Score24Settings(Enum.Parse<ProgramMapping>(programs, ignoreCase: true));

    private static Option<int?> Number(string name, string description) => ServiceCommands.Whole<int>(name, description + " Default: the preset's");
}
