using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using MusicGen.Contracts;
using MusicGen.Silo.Http;

namespace MusicGen.Silo.Accounts;

/// <summary>What those hear who have not signed in, or may not do what they ask for.</summary>
internal sealed class RefusedRequests : IAuthorizationMiddlewareResultHandler
{
    private static readonly Problem Nobody = new(
        ProblemKind.NotSignedIn, "sign-in-needed", "This needs a key or token: send it as 'Authorization: Bearer …'. Operators make keys for owners with POST /v1/owners/{owner}/keys.");

    private static readonly Problem NotGood = new(
        ProblemKind.NotSignedIn, "sign-in-failed", "The key or token is not good: it is mistyped, has expired or was revoked, or is not meant for this service.");

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }
        if (authorizeResult.Challenged) await context.ChallengeAsync(); // it knows the header
        var problem = authorizeResult.Challenged ? WhyNobody(context) : WhyNot(context);
        if (problem.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = $"{seconds}";
        await problem.ToResult().ExecuteAsync(context);
    }

    private static Problem WhyNobody(HttpContext http)
    {
        if (http.Features.Get<TriesUsedUp>() is { } tries)
        {
            return new Problem(
                ProblemKind.TooMany, "too-many-failed-tries", "Too many keys from this address were none within the minute, or wait to be looked at: try again in a while.",
                RetryAfterSeconds: Math.Max(1, (int)Math.Ceiling(tries.RetryAfter.TotalSeconds)));
        }
        return KeySignIn.Of(http.Request) is null && http.Request.Headers.Authorization.Count == 0 ? Nobody : NotGood;
    }

    private static Problem WhyNot(HttpContext http)
    {
        var needed = ContractJson.NameOf(ScopeNeeded.Of(http.GetEndpoint()!.Metadata, http.Request.Method).Scope.GetValueOrDefault());
        return new Problem(ProblemKind.Forbidden, "scope-missing", $"This needs the scope '{needed}', which the key or token does not have.");
    }
}
