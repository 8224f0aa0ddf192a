namespace MusicGen.Contracts.Models;

/// <summary>A model that sessions can compose with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Current">The version that new sessions use.</param>
/// <param name="Versions">Oldest first.</param>
[GenerateSerializer, Immutable, Alias("musicgen.ModelSummary")]
public sealed record ModelSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] ModelVersion Current,
    [property: Id(2)] IReadOnlyList<ModelVersion> Versions);
