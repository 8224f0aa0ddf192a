using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Storage;

namespace MusicGen.Grains.Accounts;

[GrainType(TypeName)]
internal sealed partial class AccountGrain(
    [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<AccountState> stored,
    CountedThings things, IOptions<LimitsOptions> limits, TimeProvider clock, ILogger<AccountGrain> log) : Grain, IAccountGrain
{
    public const string TypeName = "account";

    private const int MostKeys = 100;

    /// <summary>How coarse the time of last use is: with every call a write would cost more than the call.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromHours(1);

    private readonly DurableState<AccountState> _state = new(stored);

    private string Owner => this.GetPrimaryKeyString();

    public async Task<Answer<CreatedKey>> CreateKey(string? name, IReadOnlyList<KeyScope> scopes, int expiresInDays)
    {
        if (_state.Value.Keys.Count >= MostKeys)
            return new Problem(ProblemKind.Conflict, "too-many-keys", $"An owner has at most {MostKeys} keys: revoke one that is not needed.");
        var (key, now) = (AccountKey.New(Owner), clock.GetUtcNow());
        var created = new StoredKey(key.Id, name ?? key.Id, key.Hash, [.. scopes.Distinct().Order()], now, now.AddDays(expiresInDays));
        await _state.UpdateAsync(state => state with { Keys = state.Keys.Add(created) });
        return new CreatedKey(key.Text, created.Summarize());
    }

    public Task<IReadOnlyList<KeySummary>> GetKeys() => Task.FromResult<IReadOnlyList<KeySummary>>([.. _state.Value.Keys.Select(key => key.Summarize())]);

    public async Task<Problem?> RevokeKey(string id)
    {
        if (!_state.Value.Keys.Exists(key => key.Id == id)) return new Problem(ProblemKind.NotFound, "key-not-found", "There is no key of that id.");
        await _state.UpdateAsync(state => state with { Keys = state.Keys.RemoveAll(key => key.Id == id) });
        return null;
    }

    public async Task<VerifiedKey?> Verify(string id, string hash)
    {
        var now = clock.GetUtcNow();
        if (_state.Value.Keys.Find(key => key.Id == id) is not { } known || !AccountKey.AreEqual(known.Hash, hash) || known.ExpiresAt <= now) return null;
        if (now - known.LastUsedAt < UseInterval) return new VerifiedKey(known.Scopes, known.ExpiresAt);
        try
        {
            await _state.UpdateAsync(state => state with { Keys = state.Keys.ConvertAll(key => key.Id == id ? key with { LastUsedAt = now } : key) });
        }
        catch (Exception e)
        {
            // A key is as good as it was, also where that it was used cannot be written.
            LogUseNotKept(log, e, Owner, id);
            if (_state.IsStale) throw;
        }
        return new VerifiedKey(known.Scopes, known.ExpiresAt);
    }

    [LoggerMessage(1610, LogLevel.Warning, "that key {Id} of {Owner} was used could not be kept")]
    private static partial void LogUseNotKept(ILogger log, Exception e, string owner, string id);
}
