namespace MusicGen.Contracts.Nodes;

/// <summary>A training node's heartbeat.</summary>
/// <param name="Node">The silo's name.</param>
/// <param name="Incarnation">Another one after every start of the process.</param>
/// <param name="Slots">Workers that it runs at once.</param>
/// <param name="Running">Workers that it runs now.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NodeReport")]
public sealed record NodeReport(
    [property: Id(0)] string Node,
    [property: Id(1)] string Incarnation,
    [property: Id(2)] int Slots,
    [property: Id(3)] IReadOnlyList<RunningWorker> Running);
