using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Training;

/// <summary>The <c>extend</c> command.</summary>
internal static class ExtendCommand
{
    public static Command Create()
    {
        var training = ServiceCommands.Id("TRAINING", "The training's id.");
        var epochs = ServiceCommands.Whole<int>("--epochs", "Passes in all, those that are done included.");
        epochs.Required = true;
        var detach = TrainCommand.Detach();
        return new Command("extend", "Lets a training that has ended or is paused go on for more passes, from its last checkpoint, and follows it.") { training, epochs, detach }.Calling(async (arguments, call) =>
        {
            var extended = await call.Client.Trainings.ExtendAsync(arguments.GetRequiredValue(training), arguments.GetRequiredValue(epochs)!.Value, call.Cancellation);
            if (!arguments.GetValue(detach)) return await TrainingFollower.FollowAsync(call, extended);
            call.Screen.Give(extended, screen => screen.Say($"Training {extended.Id} is {TrainingText.Phase(extended)}. Follow it: {call.Next($"follow {extended.Id}")}"));
            return ExitCodes.Done;
        });
    }
}
