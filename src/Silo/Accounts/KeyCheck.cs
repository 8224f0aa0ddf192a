using System.Net;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Finds out whether keys are good. Safe for concurrent use.</summary>
internal sealed class KeyCheck(IGrainFactory grains, IOptions<AccountsOptions> options, RememberedKeys remembered, FailedTries tries)
{
    /// <summary>Keys whose looks are shared; beyond, each request looks for itself.</summary>
    private const int MostShared = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Hash, IPAddress? From), Task<(VerifiedKey? Key, TimeSpan? RetryAfter)>> _looks = [];

    /// <summary>Requests of one address that show one key at the same time share one look into its account, and so one try.</summary>
    /// <param name="text">Whatever was sent as a key.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller, and of no other.</param>
    /// <returns>Whose it is and what may be done with it; no owner: it is not good, or, where there is a time, was not looked at.</returns>
    /// <exception cref="Exception">The account could not be asked; that is no failed try.</exception>
    public async Task<(string? Owner, IReadOnlyList<KeyScope> Scopes, TimeSpan? RetryAfter)> CheckAsync(string text, IPAddress? from, CancellationToken cancellationToken)
    {
        if (AccountKey.Parse(text) is not { } key) return (null, [], null);
        if (IsOperators(key)) return (OwnerName.Operator, SignedIn.AllScopes, null);
        if (remembered.Find(key.Hash) is { } before) return (key.Owner, before.Scopes, null);

        var (verified, retryAfter) = await Look(key, from).WaitAsync(cancellationToken);
        return verified is null ? (null, [], retryAfter) : (key.Owner, verified.Scopes, null);
    }

    /// <summary>The look that others wait for already, or a new one.</summary>
    private Task<(VerifiedKey? Key, TimeSpan? RetryAfter)> Look(AccountKey key, IPAddress? from)
    {
        lock (_gate)
        {
            if (_looks.TryGetValue((key.Hash, from), out var shared)) return shared;
            var look = LookAsync(key, from);
            // One that has ended already was forgotten before it could be added; any other is forgotten after the gate opens.
            if (!look.IsCompleted && _looks.Count < MostShared) _looks.Add((key.Hash, from), look);
            return look;
        }
    }

    private async Task<(VerifiedKey? Key, TimeSpan? RetryAfter)> LookAsync(AccountKey key, IPAddress? from)
    {
        try
        {
            var (look, retryAfter) = await tries.TakeAsync(from);
            if (look is null) return (null, retryAfter);
            using (look)
            {
                // A good key costs no try, and neither does an account that cannot answer.
                var verified = await grains.GetGrain<IAccountGrain>(key.Owner).Verify(key.Id, key.Hash);
                look.HasFailed = verified is null;
                if (verified is not null) remembered.Add(key.Hash, verified);
                return (verified, null);
            }
        }
        finally
        {
            lock (_gate) _looks.Remove((key.Hash, from));
        }
    }

    private bool IsOperators(AccountKey key) => options.Value.OperatorKeyHashes.Any(hash => AccountKey.AreEqual(hash, key.Hash));
}
