using System.Net;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Finds out whether keys are good. Safe for concurrent use.</summary>
internal sealed class KeyCheck(IGrainFactory grains, IOptions<AccountsOptions> options, RememberedKeys remembered, FailedTries tries)
{
    /// <param name="text">Whatever was sent as a key.</param>
    /// <param name="from">Who sent it.</param>
    /// <returns>Whose it is and what may be done with it; no owner: it is not good, or, where there is a time, was not looked at.</returns>
    public async Task<(string? Owner, IReadOnlyList<KeyScope> Scopes, TimeSpan? RetryAfter)> CheckAsync(string text, IPAddress? from)
    {
        if (AccountKey.Parse(text) is not { } key) return (null, [], null);
        if (IsOperators(key)) return (OwnerName.Operator, SignedIn.AllScopes, null);
        if (remembered.Find(key.Hash) is { } before) return (key.Owner, before.Scopes, null);

        if (tries.Take(from) is { } wait) return (null, [], wait);
        var verified = await grains.GetGrain<IAccountGrain>(key.Owner).Verify(key.Id, key.Hash);
        if (verified is null) return (null, [], null);
        tries.GiveBack(from);
        remembered.Add(key.Hash, verified);
        return (key.Owner, verified.Scopes, null);
    }

    private bool IsOperators(AccountKey key) => options.Value.OperatorKeyHashes.Any(hash => AccountKey.AreEqual(hash, key.Hash));
}
