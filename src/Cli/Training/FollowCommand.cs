using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Training;

/// <summary>The <c>follow</c> command.</summary>
internal static class FollowCommand
{
    public static Command Create()
    {
        var training = ServiceCommands.Id("TRAINING", "The training's id.");
        var command = new Command("follow", "Follows a training from its beginning to its end. Ctrl-C ends the following, not the training.") { training };
        return command.Calling(async (arguments, call) =>
        {
            var followed = await call.Client.Trainings.GetAsync(arguments.GetRequiredValue(training), call.Cancellation);
            return await TrainingFollower.FollowAsync(call, followed);
        });
    }
}
