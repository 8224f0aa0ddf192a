using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Client.Nodes;
using MusicGen.Contracts.Nodes;

namespace MusicGen.Cli.Nodes;

/// <summary>The commands <c>cordon</c>, <c>uncordon</c> and <c>drain</c>.</summary>
internal static class CordonCommands
{
    public static Command CreateCordon() => Create(
        "cordon", "Gives a node no new trainings; what runs there goes on.", (nodes, node, cancellation) => nodes.CordonAsync(node, cancellation));

    public static Command CreateUncordon() => Create(
        "uncordon", "Lets a node that was cordoned or drained have trainings again.", (nodes, node, cancellation) => nodes.UncordonAsync(node, cancellation));

    public static Command CreateDrain() => Create(
        "drain", "Empties a node: what runs there stops at a checkpoint and goes on elsewhere.", (nodes, node, cancellation) => nodes.DrainAsync(node, cancellation));

    private static Command Create(string name, string description, Func<NodesClient, string, CancellationToken, Task<NodeSummary>> change)
    {
        var node = new Argument<string>("NODE") { Description = "The node's name." };
        return new Command(name, description) { node }.Calling(async (arguments, call) =>
        {
            var changed = await change(call.Client.Nodes, arguments.GetRequiredValue(node), call.Cancellation);
            call.Screen.Give(changed, screen => screen.Say($"Node {changed.Name}: {NodeText.State(changed)}."));
            return ExitCodes.Done;
        });
    }
}
