namespace MusicGen.Grains.Training;

/// <summary>A session that a node must claim and start.</summary>
/// <param name="Session">Its key.</param>
/// <param name="Device">Id of the node's device for it.</param>
/// <param name="Slot">Number of the slot that it was given; of two the larger one was given later.</param>
[GenerateSerializer, Immutable, Alias("musicgen.StartOrder")]
public sealed record StartOrder([property: Id(0)] string Session, [property: Id(1)] string Device, [property: Id(2)] long Slot);
