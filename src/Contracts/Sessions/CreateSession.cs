using System.Text.Json.Serialization;

namespace MusicGen.Contracts.Sessions;

/// <summary>Asks for a conversation with a model.</summary>
/// <param name="Model">The model's id; its current version is used throughout.</param>
/// <param name="Name">What people call it; 1 to 100 characters. Default: its id.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreateSession")]
public sealed record CreateSession(
    [property: Id(0), JsonRequired] string Model,
    [property: Id(1)] string? Name = null);
