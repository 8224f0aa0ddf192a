using System.Collections.Immutable;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Grains.Accounts;

/// <summary>What is kept of a key.</summary>
internal sealed record StoredKey(
    string Id, string Name, string Hash, ImmutableList<KeyScope> Scopes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt = null)
{
    public KeySummary Summarize() => new(Id, Name, Scopes, CreatedAt, ExpiresAt, LastUsedAt);
}
