namespace MusicGen.Contracts.Nodes;

/// <summary>A device of a training node.</summary>
/// <param name="Id">The node's own name for it: <c>cpu</c>, or <c>cuda:0</c> and on.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What people call it, such as the GPU's product name.</param>
/// <param name="MemoryBytes">Memory that its workers share.</param>
/// <param name="Slots">Workers that it takes at once.</param>
[GenerateSerializer, Immutable, Alias("musicgen.DeviceReport")]
public sealed record DeviceReport(
    [property: Id(0)] string Id,
    [property: Id(1)] DeviceKind Kind,
    [property: Id(2)] string Name,
    [property: Id(3)] long MemoryBytes,
    [property: Id(4)] int Slots);
