namespace MusicGen.Contracts.Training;

/// <summary>What runs and what waits.</summary>
/// <param name="Running">On a device now.</param>
/// <param name="Waiting">In order.</param>
/// <param name="Slots">Device slots of all live nodes.</param>
[GenerateSerializer, Immutable, Alias("musicgen.QueueSummary")]
public sealed record QueueSummary(
    [property: Id(0)] IReadOnlyList<QueueEntry> Running,
    [property: Id(1)] IReadOnlyList<QueueEntry> Waiting,
    [property: Id(2)] int Slots);
