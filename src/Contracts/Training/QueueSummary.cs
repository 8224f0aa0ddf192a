namespace MusicGen.Contracts.Training;

/// <summary>What runs and what waits in a pool.</summary>
/// <param name="Running">On a device now.</param>
/// <param name="Waiting">In the order in which they are served.</param>
/// <param name="Slots">Device slots of all live nodes.</param>
/// <param name="Pool">The pool's name.</param>
/// <param name="AllWaiting">How many wait, those of other owners included.</param>
[GenerateSerializer, Immutable, Alias("musicgen.QueueSummary")]
public sealed record QueueSummary(
    [property: Id(0)] IReadOnlyList<QueueEntry> Running,
    [property: Id(1)] IReadOnlyList<QueueEntry> Waiting,
    [property: Id(2)] int Slots,
    [property: Id(3)] string Pool,
    [property: Id(4)] int AllWaiting);
