using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Training;

/// <summary>The <c>queue</c> command.</summary>
internal static class QueueCommand
{
    public static Command Create() => new Command("queue", "Shows which of your trainings run and which wait.").Calling(async (_, call) =>
    {
        var queue = await call.Client.Trainings.QueueAsync(call.Cancellation);
        call.Screen.Give(queue, screen =>
        {
            screen.Say($"The service trains {queue.Slots:N0} at once.");
            screen.Tabulate(
                "Nothing runs and nothing waits.",
                ["training", "state"],
                [
                    .. queue.Running.Select(entry => (string[])[entry.Training, $"runs on {entry.Node}"]),
                    .. queue.Waiting.Select(entry => (string[])[entry.Training, $"waits, number {entry.Position}"]),
                ]);
        });
        return ExitCodes.Done;
    });
}
