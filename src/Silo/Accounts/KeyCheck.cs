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
    private readonly Dictionary<(string Hash, IPAddress? From), SharedLook> _looks = [];

    /// <summary>Requests of one address that show one key at the same time share one look into its account, and so one try. A look that waits is given up when the last of them has gone.</summary>
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

        var look = Join(key, from);
        try
        {
            var (verified, retryAfter) = await look.Outcome.WaitAsync(cancellationToken);
            return verified is null ? (null, [], retryAfter) : (key.Owner, verified.Scopes, null);
        }
        finally
        {
            Leave(look, key, from);
        }
    }

    /// <summary>The look that others wait for already, or a new one.</summary>
    private SharedLook Join(AccountKey key, IPAddress? from)
    {
        lock (_gate)
        {
            if (_looks.TryGetValue((key.Hash, from), out var shared))
            {
                shared.Callers++;
                return shared;
            }
            var look = new SharedLook();
            look.Outcome = LookAsync(look, key, from);
            // One that has ended already was forgotten before it could be added; any other is forgotten after the gate opens.
            if (!look.Outcome.IsCompleted && _looks.Count < MostShared) _looks.Add((key.Hash, from), look);
            return look;
        }
    }

    private void Leave(SharedLook look, AccountKey key, IPAddress? from)
    {
        lock (_gate)
        {
            if (--look.Callers > 0 || look.LeaveLine is not { } leaveLine) return;
            Forget(look, key, from); // whoever shows the key now needs another look
            leaveLine();
        }
    }

    private async Task<(VerifiedKey? Key, TimeSpan? RetryAfter)> LookAsync(SharedLook look, AccountKey key, IPAddress? from)
    {
        try
        {
            var (place, retryAfter) = await WaitAsync(look, from);
            if (place is null) return (null, retryAfter);
            using (place)
            {
                // A good key costs no try, and neither does an account that cannot answer.
                var verified = await grains.GetGrain<IAccountGrain>(key.Owner).Verify(key.Id, key.Hash);
                place.HasFailed = verified is null;
                if (verified is not null) remembered.Add(key.Hash, verified);
                return (verified, null);
            }
        }
        finally
        {
            lock (_gate) Forget(look, key, from);
        }
    }

    /// <summary>For the look's place, as long as somebody wants to know.</summary>
    private async Task<(FailedTries.Look? Place, TimeSpan RetryAfter)> WaitAsync(SharedLook look, IPAddress? from)
    {
        using var abandoned = new CancellationTokenSource();
        look.LeaveLine = abandoned.Cancel;
        try
        {
            return await tries.TakeAsync(from, abandoned.Token);
        }
        finally
        {
            lock (_gate) look.LeaveLine = null;
        }
    }

    private void Forget(SharedLook look, AccountKey key, IPAddress? from)
    {
        if (_looks.GetValueOrDefault((key.Hash, from)) == look) _looks.Remove((key.Hash, from));
    }

    private bool IsOperators(AccountKey key) => options.Value.OperatorKeyHashes.Any(hash => AccountKey.AreEqual(hash, key.Hash));

    /// <summary>A look and those who wait for it. Changed under the gate.</summary>
    private sealed class SharedLook
    {
        public int Callers { get; set; } = 1;

        public Task<(VerifiedKey? Key, TimeSpan? RetryAfter)> Outcome { get; set; } = null!;

        /// <summary>Gives up waiting for a place; null: it has one, or needs none any more. What goes on from there runs elsewhere.</summary>
        public Action? LeaveLine { get; set; }
    }
}
