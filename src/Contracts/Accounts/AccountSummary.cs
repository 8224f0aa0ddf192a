namespace MusicGen.Contracts.Accounts;

/// <summary>Who asks.</summary>
/// <param name="Owner">Whose things the caller sees.</param>
/// <param name="Scopes">What the caller may do.</param>
/// <param name="Storage">How much the owner stores; null: as much as may be, and nobody counts it.</param>
[GenerateSerializer, Immutable, Alias("musicgen.AccountSummary")]
public sealed record AccountSummary([property: Id(0)] string Owner, [property: Id(1)] IReadOnlyList<KeyScope> Scopes, [property: Id(2)] StorageUse? Storage = null);
