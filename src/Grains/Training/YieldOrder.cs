namespace MusicGen.Grains.Training;

/// <summary>A session that must give its device back.</summary>
/// <param name="Session">Its key.</param>
/// <param name="Reason">For its owner.</param>
[GenerateSerializer, Immutable, Alias("musicgen.YieldOrder")]
public sealed record YieldOrder([property: Id(0)] string Session, [property: Id(1)] YieldReason Reason);
