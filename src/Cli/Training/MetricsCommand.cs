using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Training;

/// <summary>The <c>metrics</c> command.</summary>
internal static class MetricsCommand
{
    private const string Epochs = "epochs";
    private const string Steps = "steps";

    public static Command Create()
    {
        var training = ServiceCommands.Id("TRAINING", "The training's id.");
        var csv = new Option<string?>("--csv") { Description = "Comma-separated values of one series: epochs or steps.", HelpName = "SERIES" };
        csv.AcceptOnlyFromAmong(Epochs, Steps);
        return new Command("metrics", "Shows the losses of a training, pass by pass, beside what an n-gram loses.") { training, csv }.Calling(async (arguments, call) =>
        {
            var id = arguments.GetRequiredValue(training);
            if (arguments.GetValue(csv) is { } series)
            {
                call.Screen.Say((await call.Client.Trainings.MetricsCsvAsync(id, series, call.Cancellation)).TrimEnd('\n'));
                return ExitCodes.Done;
            }
            var metrics = await call.Client.Trainings.MetricsAsync(id, call.Cancellation);
            call.Screen.Give(metrics, screen =>
            {
                screen.Tabulate(
                    "No pass has ended yet.",
                    ["epoch", "step", "train", "held-out", "a note", "perplexity", "top-1", "copied", "rate", "seconds"],
                    [.. metrics.Epochs.Select(Row)]);
                if (metrics.Baseline is { } baseline) screen.Say(TrainingText.Baseline(baseline));
            });
            return ExitCodes.Done;
        });
    }

    private static string[] Row(EpochLosses row) =>
    [
        $"{row.Epoch}", $"{row.Step:N0}", $"{row.Train:F4}", TrainingText.Loss(row.HeldOut), TrainingText.Loss(row.HeldOutPerNote), $"{row.Perplexity:F2}",
        TrainingText.Share(row.TopOne), TrainingText.Share(row.CopyRate), $"{row.LearningRate:G3}", $"{row.Seconds:F1}",
    ];
}
