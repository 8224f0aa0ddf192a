using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Client.Accounts;

/// <summary>The caller's account; for operators also those of others.</summary>
public sealed class AccountsClient
{
    private readonly ApiConnection _api;

    internal AccountsClient(ApiConnection api) => _api = api;

    /// <summary>Who the caller is for the service.</summary>
    public Task<AccountSummary> GetAsync(CancellationToken cancellationToken = default) => _api.GetAsync<AccountSummary>("v1/account", cancellationToken);

    /// <summary>Makes an API key. Its text is told once.</summary>
    /// <param name="request">What it is for.</param>
    /// <param name="owner">Whose it is, for operators; null: the caller's.</param>
    /// <param name="cancellationToken">Gives up waiting; the key may have been made all the same.</param>
    public Task<CreatedKey> CreateKeyAsync(CreateKey request, string? owner = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<CreatedKey>(KeysOf(owner), request, cancellationToken);

    /// <summary>The keys that were not revoked, oldest first.</summary>
    /// <param name="owner">Whose, for operators; null: the caller's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IReadOnlyList<KeySummary>> ListKeysAsync(string? owner = null, CancellationToken cancellationToken = default) =>
        (await _api.GetAsync<Page<KeySummary>>(KeysOf(owner), cancellationToken)).Items;

    /// <summary>Makes a key useless for good.</summary>
    /// <param name="key">Its id.</param>
    /// <param name="owner">Whose it is, for operators; null: the caller's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task RevokeKeyAsync(string key, string? owner = null, CancellationToken cancellationToken = default) => _api.DeleteAsync($"{KeysOf(owner)}/{key}", cancellationToken);

    private static string KeysOf(string? owner) => owner is null ? "v1/account/keys" : $"v1/owners/{owner}/keys";
}
