namespace MusicGen.Contracts.Training;

/// <summary>The losses of a training session.</summary>
/// <param name="Epochs">A row a pass.</param>
/// <param name="Steps">The steps up to the last checkpoint, at most 1,024 points: of long trainings each is the mean of several steps.</param>
/// <param name="Baseline">What an n-gram loses on the held-out pieces; null until the first pass has ended, or where nothing is held out.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingMetrics")]
public sealed record TrainingMetrics(
    [property: Id(0)] IReadOnlyList<EpochLosses> Epochs,
    [property: Id(1)] IReadOnlyList<StepMetric> Steps,
    [property: Id(2)] NgramBaseline? Baseline);
