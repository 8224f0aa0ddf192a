using MusicGen.Contracts.Training;

namespace MusicGen.Contracts.Models;

/// <summary>A published checkpoint.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Training">The training session it comes from.</param>
/// <param name="Checkpoint">Name of the checkpoint.</param>
/// <param name="Hash">SHA-256 of the weights file.</param>
/// <param name="SizeBytes">Of the weights file.</param>
/// <param name="Card">What it is.</param>
/// <param name="PublishedAt">When.</param>
[GenerateSerializer, Immutable, Alias("musicgen.ModelVersion")]
public sealed record ModelVersion(
    [property: Id(0)] int Number,
    [property: Id(1)] string Training,
    [property: Id(2)] string Checkpoint,
    [property: Id(3)] string Hash,
    [property: Id(4)] long SizeBytes,
    [property: Id(5)] ModelCard Card,
    [property: Id(6)] DateTimeOffset PublishedAt);
