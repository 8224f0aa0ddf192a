using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Nodes;

/// <summary>The <c>nodes</c> command.</summary>
internal static class NodesCommand
{
    public static Command Create() => new Command("nodes", "Lists the training nodes and their devices.").Calling(async (_, call) =>
    {
        var nodes = await call.Client.Nodes.ListAsync(call.Cancellation);
        call.Screen.Give(nodes, screen => screen.Tabulate(
            "The service has no training node: set Training:Slots where one should be.",
            ["node", "pool", "runs", "state", "heard", "devices"],
            [.. nodes.Select(node => (string[])
                [
                    node.Name, node.Pool, $"{node.Running:N0} of {node.Devices.Sum(device => device.Slots):N0}", NodeText.State(node),
                    node.LastHeardSeconds is { } seconds ? $"{seconds:N0} s ago" : "never",
                    string.Join(", ", node.Devices.Select(NodeText.Device)),
                ])]));
        return ExitCodes.Done;
    });
}
