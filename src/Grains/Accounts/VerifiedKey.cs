using MusicGen.Contracts.Accounts;

namespace MusicGen.Grains.Accounts;

/// <summary>A key that is good.</summary>
/// <param name="Scopes">What may be done with it.</param>
/// <param name="ExpiresAt">Until when.</param>
[GenerateSerializer, Immutable, Alias("musicgen.VerifiedKey")]
public sealed record VerifiedKey([property: Id(0)] IReadOnlyList<KeyScope> Scopes, [property: Id(1)] DateTimeOffset ExpiresAt);
