namespace MusicGen.Grains.Training;

/// <summary>A worker that a node has no business to run.</summary>
/// <param name="Session">Key of the session that it trains.</param>
/// <param name="Slot">Number of the slot that it was started for.</param>
[GenerateSerializer, Immutable, Alias("musicgen.KillOrder")]
public sealed record KillOrder([property: Id(0)] string Session, [property: Id(1)] long Slot);
