using MusicGen.Contracts.Nodes;

namespace MusicGen.Cli.Nodes;

/// <summary>Training nodes in words.</summary>
internal static class NodeText
{
    private const double BytesPerGibibyte = 1 << 30;

    public static string State(NodeSummary node) => node switch
    {
        { Cordon: NodeCordon.Cordoned } => "cordoned",
        { Cordon: NodeCordon.Draining } => "draining",
        { TakesNew: false } => "takes none now",
        _ => "takes trainings",
    };

    public static string Device(DeviceReport device) => $"{device.Id} ({device.Name}, {device.MemoryBytes / BytesPerGibibyte:F0} GiB, slots: {device.Slots:N0})";
}
