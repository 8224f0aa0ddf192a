namespace MusicGen.Contracts.Nodes;

/// <summary>A training node, as its pool's queue knows it.</summary>
/// <param name="Name">The silo's name.</param>
/// <param name="Pool">The pool that it belongs to.</param>
/// <param name="Devices">What it trains on; empty for a cordoned node that was not heard since the queue began to listen.</param>
/// <param name="Running">Workers that it runs.</param>
/// <param name="Cordon">Whether sessions are kept away from it.</param>
/// <param name="LastHeardSeconds">How long ago its last heartbeat came; null: not since the queue began to listen.</param>
/// <param name="TakesNew">False while it leaves, for up to a minute after workers that did not start there, and where it was not heard.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NodeSummary")]
public sealed record NodeSummary(
    [property: Id(0)] string Name,
    [property: Id(1)] string Pool,
    [property: Id(2)] IReadOnlyList<DeviceReport> Devices,
    [property: Id(3)] int Running,
    [property: Id(4)] NodeCordon Cordon,
    [property: Id(5)] double? LastHeardSeconds,
    [property: Id(6)] bool TakesNew);
