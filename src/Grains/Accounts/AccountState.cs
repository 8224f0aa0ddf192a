using System.Collections.Immutable;

namespace MusicGen.Grains.Accounts;

/// <summary>What an account remembers.</summary>
internal sealed record AccountState
{
    /// <summary>Oldest first; a revoked one is gone.</summary>
    public ImmutableList<StoredKey> Keys { get; init; } = [];
}
