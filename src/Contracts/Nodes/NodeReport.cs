namespace MusicGen.Contracts.Nodes;

/// <summary>A training node's heartbeat.</summary>
/// <param name="Node">The silo's name.</param>
/// <param name="Incarnation">Another one after every start of the process.</param>
/// <param name="Running">Workers that it runs now.</param>
/// <param name="Pool">The pool that it belongs to.</param>
/// <param name="Devices">What it trains on; the same for the life of the process.</param>
/// <param name="TakesNew">False while it leaves, or after workers that did not start: it will start nothing that it does not run.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NodeReport")]
public sealed record NodeReport(
    [property: Id(0)] string Node,
    [property: Id(1)] string Incarnation,
    [property: Id(2)] IReadOnlyList<RunningWorker> Running,
    [property: Id(3)] string Pool,
    [property: Id(4)] IReadOnlyList<DeviceReport> Devices,
    [property: Id(5)] bool TakesNew)
{
    /// <summary>Workers that it runs at once, on all its devices together.</summary>
    public int Slots => Devices.Sum(device => device.Slots);
}
