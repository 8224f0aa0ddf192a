namespace MusicGen.Contracts.Sessions;

/// <summary>One user's conversation with a model.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Model">The model's id.</param>
/// <param name="ModelVersion">The version in use.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Tunes">Tunes asked for so far.</param>
[GenerateSerializer, Immutable, Alias("musicgen.SessionSummary")]
public sealed record SessionSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Model,
    [property: Id(3)] int ModelVersion,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] int Tunes);
