namespace MusicGen.Contracts.Training;

/// <summary>A tune that a model composed while it was learning.</summary>
/// <param name="Name">Its name within the session.</param>
/// <param name="Epoch">Passes that the model had learnt from.</param>
/// <param name="Step">Optimizer steps done then.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingSample")]
public sealed record TrainingSample(
    [property: Id(0)] string Name,
    [property: Id(1)] int Epoch,
    [property: Id(2)] long Step);
