using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Training;

/// <summary>The <c>trainings</c> command.</summary>
internal static class TrainingsCommand
{
    public static Command Create() => new Command("trainings", "Lists your trainings.").Calling(async (_, call) =>
    {
        var trainings = await AllPages.ReadAsync(cursor => call.Client.Trainings.ListAsync(cursor, cancellationToken: call.Cancellation));
        trainings.Give(
            call.Screen,
            $"There is no training yet: begin one with '{call.Next("train CORPUS")}'.",
            ["training", "name", "corpus", "preset", "phase", "epochs", "held-out", "created"],
            training =>
            [
                training.Id, training.Name == training.Id ? "" : training.Name, training.Corpus, training.Options.Preset, TrainingText.Phase(training),
                $"{training.Losses.Count:N0} of {training.Options.Epochs:N0}", TrainingText.Loss(TrainingText.LowestHeldOut(training)),
                $"{training.CreatedAt:u}",
            ]);
        return ExitCodes.Done;
    });
}
