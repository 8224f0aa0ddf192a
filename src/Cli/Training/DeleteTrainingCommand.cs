using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Training;

/// <summary>The <c>delete-training</c> command.</summary>
internal static class DeleteTrainingCommand
{
    public static Command Create() => DeletionCommand.Create(
        "delete-training", "Deletes a training that has ended or is paused for good, with its checkpoints and samples; models made from it stay.",
        ServiceCommands.Id("TRAINING", "The training's id."),
        (call, id) => call.Client.Trainings.GetAsync(id, call.Cancellation),
        (call, id) => call.Client.Trainings.DeleteAsync(id, call.Cancellation),
        training => $"Training {training.Id} with its checkpoints and samples");
}
