using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Whom a token of another service's sign-in means.</summary>
internal static class TokenOwner
{
    /// <summary>How the names of those begin who are called something there that no owner can be called here.</summary>
    private const string Encoded = "sub-";

    private const string Subject = "sub";
    private const string Scope = "scope";
    private const string OperatorRole = "operator";

    /// <summary>Null: the token does not say whose it is.</summary>
    /// <param name="token">One that is valid.</param>
    /// <param name="roleClaim">The claim that names roles.</param>
    /// <param name="scheme">How it was signed in.</param>
    public static ClaimsPrincipal? Of(ClaimsPrincipal token, string roleClaim, string scheme)
    {
        if (token.FindFirst(Subject)?.Value is not { Length: > 0 } subject) return null;
        if (token.HasClaim(roleClaim, OperatorRole)) return SignedIn.As(NameOf(subject), SignedIn.AllScopes, scheme);
        var granted = token.FindAll(Scope).SelectMany(claim => claim.Value.Split(' ')).ToHashSet(StringComparer.Ordinal);
        return SignedIn.As(NameOf(subject), SignedIn.AllScopes.Where(scope => scope != KeyScope.Operator && granted.Contains(ContractJson.NameOf(scope))), scheme);
    }

    /// <summary>The owner's name: the subject itself where it can be one, otherwise its hash. No two subjects have one name, and none has a name with a meaning of its own here.</summary>
    public static string NameOf(string subject) =>
        OwnerName.IsValid(subject) && subject is not (OwnerName.Embedded or OwnerName.Operator) && !subject.StartsWith(Encoded, StringComparison.Ordinal)
            ? subject
            : Encoded + Http.ResourceId.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(subject)));
}
