using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Without a sign-in, whoever reaches the service is its one owner, and its operator.</summary>
internal sealed class EmbeddedSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "embedded";

    private static readonly AuthenticateResult Everybody =
        AuthenticateResult.Success(new AuthenticationTicket(SignedIn.As(OwnerName.Embedded, SignedIn.AllScopes, SchemeName), SchemeName));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Everybody);
}
