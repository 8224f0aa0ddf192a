using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Training;

/// <summary>The <c>queue</c> command.</summary>
internal static class QueueCommand
{
    public static Command Create()
    {
        var pool = Pool("The pool to look at.");
        return new Command("queue", "Shows which of your trainings run and which wait, and when their turn comes.") { pool }.Calling(async (arguments, call) =>
        {
            var queue = await call.Client.Trainings.QueueAsync(arguments.GetRequiredValue(pool), call.Cancellation);
            call.Screen.Give(queue, screen =>
            {
                screen.Say(queue.Slots > 0
                    ? $"The pool '{queue.Pool}' trains {queue.Slots:N0} at once."
                    : $"No training node serves the pool '{queue.Pool}' now; what waits there starts when one does. {call.Next("nodes")} lists the nodes.");
                screen.Tabulate(
                    "Nothing of yours runs or waits.",
                    ["training", "priority", "state", "submitted", "starts"],
                    [
                        .. queue.Running.Select(entry => Row(entry, $"runs on {entry.Node} {entry.Device}", "")),
                        .. queue.Waiting.Select(entry => Row(
                            entry, $"waits, number {entry.Position:N0} of {queue.AllWaiting:N0}", entry.EstimatedStart is { } start ? $"about {start:u}" : "unknown")),
                    ]);
            });
            return ExitCodes.Done;
        });
    }

    /// <summary>The name of a pool; it becomes part of an address, and the service says what a name must be.</summary>
    public static Option<string> Pool(string description) => new("--pool") { Description = description, HelpName = "POOL", DefaultValueFactory = _ => PoolName.Default };

    private static string[] Row(QueueEntry entry, string state, string starts) => [entry.Training, ContractJson.NameOf(entry.Priority), state, $"{entry.SubmittedAt:u}", starts];
}
