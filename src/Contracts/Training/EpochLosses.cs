namespace MusicGen.Contracts.Training;

/// <summary>The losses of one pass over the training split, in nats a token.</summary>
/// <param name="Epoch">1 for the first pass.</param>
/// <param name="Step">Optimizer steps done at its end.</param>
/// <param name="Train">Mean over the pass, dropout on.</param>
/// <param name="HeldOut">Mean over the validation split after the pass, dropout off; null where the split is empty.</param>
/// <param name="Seconds">Duration of the pass, evaluation included.</param>
[GenerateSerializer, Immutable, Alias("musicgen.EpochLosses")]
public sealed record EpochLosses(
    [property: Id(0)] int Epoch,
    [property: Id(1)] long Step,
    [property: Id(2)] double Train,
    [property: Id(3)] double? HeldOut,
    [property: Id(4)] double Seconds);
