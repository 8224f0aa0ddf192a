using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Client.Training;
using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Training;

/// <summary>The commands <c>pause</c>, <c>resume</c> and <c>cancel</c>.</summary>
internal static class PauseCommands
{
    public static Command CreatePause() => Create(
        "pause", "Stops a training at a checkpoint; it can go on later.", (trainings, id, cancellation) => trainings.PauseAsync(id, cancellation));

    public static Command CreateResume() => Create(
        "resume", "Lets a training that was paused or has failed go on from its last checkpoint.", (trainings, id, cancellation) => trainings.ResumeAsync(id, cancellation));

    public static Command CreateCancel() => Create(
        "cancel", "Ends a training for good; its checkpoints stay and can be published.", (trainings, id, cancellation) => trainings.CancelAsync(id, cancellation));

    private static Command Create(string name, string description, Func<TrainingsClient, string, CancellationToken, Task<TrainingSummary>> change)
    {
        var training = ServiceCommands.Id("TRAINING", "The training's id.");
        return new Command(name, description) { training }.Calling(async (arguments, call) =>
        {
            var changed = await change(call.Client.Trainings, arguments.GetRequiredValue(training), call.Cancellation);
            call.Screen.Give(changed, screen => screen.Say($"Training {changed.Id} is {TrainingText.Phase(changed)}."));
            return ExitCodes.Done;
        });
    }
}
