namespace MusicGen.Contracts.Accounts;

/// <summary>A new API key. Its secret is told here and never again.</summary>
/// <param name="Key">The whole key, to be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="Summary">What stays known of it.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreatedKey")]
public sealed record CreatedKey([property: Id(0)] string Key, [property: Id(1)] KeySummary Summary);
