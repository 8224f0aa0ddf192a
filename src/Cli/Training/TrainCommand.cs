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
        var recipe = new RecipeOptions();
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
        var priority = new Option<string>("--priority")
        {
            Description = "Who is served first where trainings wait: interactive (somebody sits and waits for it; takes a device from others), high, normal or low.",
            DefaultValueFactory = _ => ContractJson.NameOf(TrainingPriority.Normal),
        };
        priority.AcceptOnlyFromAmong([.. Enum.GetValues<TrainingPriority>().Select(ContractJson.NameOf)]);
        var pool = QueueCommand.Pool("The pool whose nodes may train it.");
        var detach = Detach();

        var command = new Command("train", "Trains a model on a corpus and follows it. Ctrl-C ends the following, not the training.")
        {
            corpus, name, preset, tokens, programs, priority, pool, detach,
        };
        foreach (var option in recipe.All) command.Add(option);
        return command.Calling(async (arguments, call) =>
        {
            var request = recipe.Fill(
                new CreateTraining(
                    arguments.GetRequiredValue(corpus), arguments.GetValue(name), arguments.GetValue(preset),
                    Tokenizer: new TokenizerSettings(TokenizerKinds.Parse(arguments.GetRequiredValue(tokens)), Mapping(arguments.GetValue(programs))),
                    Priority: Enum.Parse<TrainingPriority>(arguments.GetRequiredValue(priority), ignoreCase: true), Pool: arguments.GetRequiredValue(pool)),
                arguments);
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

    public static Option<bool> Detach() => new("--detach") { Description = "Return at once instead of following the training to its end." };

    private static Score24Settings? Mapping(string? programs) =>
        programs is null ? null : new Score24Settings(Enum.Parse<ProgramMapping>(programs, ignoreCase: true));
}
