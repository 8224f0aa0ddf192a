using System.Security.Claims;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Who has signed in, in one form however that was: an owner and scopes, and nothing else of a key or token.</summary>
internal static class SignedIn
{
    private const string OwnerClaim = "owner";
    private const string ScopeClaim = "scope";

    public static IReadOnlyList<KeyScope> AllScopes { get; } = Enum.GetValues<KeyScope>();

    public static ClaimsPrincipal As(string owner, IEnumerable<KeyScope> scopes, string scheme) =>
        new(new ClaimsIdentity([new Claim(OwnerClaim, owner), .. scopes.Select(scope => new Claim(ScopeClaim, ContractJson.NameOf(scope)))], scheme, OwnerClaim, ScopeClaim));

    /// <summary>Null: nobody has signed in.</summary>
    public static string? FindOwner(this ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } owner } ? owner : null;

    public static bool May(this ClaimsPrincipal user, KeyScope scope) => user.HasClaim(ScopeClaim, ContractJson.NameOf(scope));

    public static IReadOnlyList<KeyScope> Scopes(this ClaimsPrincipal user) => [.. AllScopes.Where(user.May)];
}
