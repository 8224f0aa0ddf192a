using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Signs in by API key: <c>Authorization: Bearer mg_…</c>, or <c>X-Api-Key</c>.</summary>
internal sealed class KeySignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, KeyCheck check)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "key";
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>The key that a request shows; null: none.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers[Header] is [{ } key] ? key
        : request.Headers.Authorization is [{ } shown] && shown.StartsWith(Bearer + AccountKey.Start, StringComparison.OrdinalIgnoreCase) ? shown[Bearer.Length..].Trim()
        : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Of(Request) is not { } text) return AuthenticateResult.NoResult();
        var (owner, scopes, retryAfter) = await check.CheckAsync(text, Context.Connection.RemoteIpAddress, Context.RequestAborted);
        if (owner is not null) return AuthenticateResult.Success(new AuthenticationTicket(SignedIn.As(owner, scopes, SchemeName), SchemeName));
        if (retryAfter is not null) Context.Features.Set(new TriesUsedUp(retryAfter.Value));
        return AuthenticateResult.Fail("The key is not good.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await base.HandleChallengeAsync(properties);
        Response.Headers[HeaderNames.WWWAuthenticate] = Of(Request) is null ? "Bearer realm=\"MusicGen\"" : "Bearer realm=\"MusicGen\", error=\"invalid_token\"";
    }
}
