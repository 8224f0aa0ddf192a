namespace MusicGen.Contracts.Accounts;

/// <summary>An API key, without its secret.</summary>
/// <param name="Id">Its name in addresses; the key itself has it in its middle.</param>
/// <param name="Name">For people.</param>
/// <param name="Scopes">What may be done with it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is of no use.</param>
/// <param name="LastUsedAt">When it was used last, to the hour; null: never.</param>
[GenerateSerializer, Immutable, Alias("musicgen.KeySummary")]
public sealed record KeySummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] IReadOnlyList<KeyScope> Scopes,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] DateTimeOffset ExpiresAt,
    [property: Id(5)] DateTimeOffset? LastUsedAt);
