namespace MusicGen.Contracts.Training;

/// <summary>Why a training session failed.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Reason">A sentence for people.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingFailure")]
public sealed record TrainingFailure(
    [property: Id(0)] FailureCode Code,
    [property: Id(1)] string Reason);
