namespace MusicGen.Contracts.Nodes;

/// <summary>A worker that a node runs.</summary>
/// <param name="Session">Key of the training session.</param>
/// <param name="Slot">Number of the slot that it was started for: a session that is given another one gets another worker.</param>
/// <param name="Device">Id of the device it runs on.</param>
/// <param name="RemainingSeconds">How long it will still take at its present speed; null until that is known.</param>
[GenerateSerializer, Immutable, Alias("musicgen.RunningWorker")]
public sealed record RunningWorker(
    [property: Id(0)] string Session,
    [property: Id(1)] long Slot,
    [property: Id(2)] string Device,
    [property: Id(3)] double? RemainingSeconds);
