namespace MusicGen.Contracts.Training;

/// <summary>The mean of some successive steps.</summary>
/// <param name="Step">Optimizer steps done at their end.</param>
/// <param name="Epoch">Passes done, with the part of the one that runs.</param>
/// <param name="Train">Loss, nats a token.</param>
/// <param name="LearningRate">At their end.</param>
/// <param name="GradientNorm">Before it is clipped.</param>
/// <param name="TokensPerSecond">Learnt from, padding not counted.</param>
[GenerateSerializer, Immutable, Alias("musicgen.StepMetric")]
public sealed record StepMetric(
    [property: Id(0)] long Step,
    [property: Id(1)] double Epoch,
    [property: Id(2)] double Train,
    [property: Id(3)] double LearningRate,
    [property: Id(4)] double GradientNorm,
    [property: Id(5)] double TokensPerSecond);
