using MusicGen.Grains;
using MusicGen.Silo.Hosting;

namespace MusicGen.Silo.Accounts;

/// <summary>Keys are made by those who have signed in; the first one needs operators or tokens.</summary>
internal static class FirstKey
{
    /// <exception cref="StartupException">Nobody can sign in, and nobody ever will: there are no operators, no tokens, and no keys that were made before. Or the store does not say whether there are.</exception>
    public static async Task RequireAsync(AccountsOptions accounts, OwnedIds ids, CancellationToken cancellationToken)
    {
        if (!accounts.Required || accounts.OperatorKeyHashes.Count > 0 || accounts.Jwt is not null || await HasAccountsAsync(ids, cancellationToken)) return;
        throw new StartupException(
            $"Nobody could sign in: {AccountsOptions.Section}:{nameof(AccountsOptions.Required)} is set, no key was made before, and nobody may make the first one. "
            + $"Set {AccountsOptions.Section}:{nameof(AccountsOptions.OperatorKeyHashes)} ('MusicGen.Silo key' makes one) or {JwtOptions.Section}.");
    }

    private static async Task<bool> HasAccountsAsync(OwnedIds ids, CancellationToken cancellationToken)
    {
        try
        {
            return await ids.HasAccountsAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Whether a key was made before cannot be read from the store: {e.Message}", e);
        }
    }
}
