using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Ownership;
using MusicGen.Silo.Http;

namespace MusicGen.Silo.Accounts;

/// <summary>The caller's account, and, for operators, anybody's.</summary>
internal static class AccountEndpoints
{
    private const int DefaultDays = 365;
    private const int MostDays = 3650;

    private static readonly KeyScope[] DefaultScopes = [KeyScope.Read, KeyScope.Write];

    private static readonly Problem NoOwner = new(ProblemKind.Invalid, "owner-invalid", $"An owner's name has {OwnerName.Rule}.", "owner");

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var account = api.MapGroup("/account").WithTags("Account");
        account.MapGet("", GetAsync).WithSummary("See who you are, what you may do, and how much you store").Needs(null);
        var keys = account.MapGroup("/keys").Needs(KeyScope.Account);
        keys.MapPost("", (CreateKey request, HttpContext http, IGrainFactory grains) => CreateAsync(request, http, grains, http.Owner())).WithSummary("Make an API key")
            .WithDescription("The answer has the key itself, which is told once and never again. Scopes: read and write (default), account, operator. It cannot do more than the key or token that makes it.");
        keys.MapGet("", (HttpContext http, IGrainFactory grains) => ListAsync(grains, http.Owner())).WithSummary("List your API keys");
        keys.MapDelete("{key}", (string key, HttpContext http, IGrainFactory grains) => RevokeAsync(grains, http.Owner(), key)).WithSummary("Revoke an API key")
            .WithDescription("It may be good for five seconds more where it has just been used, and event streams that are open go on.");

        var owners = api.MapGroup("/owners/{owner}/keys").WithTags("Owners").Needs(KeyScope.Operator).AddEndpointFilter(InTheOwnersNameAsync);
        owners.MapPost("", (string owner, CreateKey request, HttpContext http, IGrainFactory grains) => CreateAsync(request, http, grains, owner)).WithSummary("Make an API key for an owner")
            .WithDescription("An owner needs no other beginning than a first key.");
        owners.MapGet("", (string owner, IGrainFactory grains) => ListAsync(grains, owner)).WithSummary("List an owner's API keys");
        owners.MapDelete("{key}", (string owner, string key, IGrainFactory grains) => RevokeAsync(grains, owner, key)).WithSummary("Revoke an owner's API key");
    }

    private static async Task<Ok<AccountSummary>> GetAsync(HttpContext http, IGrainFactory grains, IOptions<LimitsOptions> limits) =>
        TypedResults.Ok(new AccountSummary(http.Owner(), http.User.Scopes(), limits.Value.CountsBytes ? await Account(grains, http.Owner()).GetStorage() : null));

    private static async Task<Results<Created<CreatedKey>, ProblemHttpResult>> CreateAsync(CreateKey request, HttpContext http, IGrainFactory grains, string owner)
    {
        var scopes = request.Scopes ?? DefaultScopes;
        if (Caller.NameProblem(request.Name) is { } name) return name.ToResult();
        if (scopes.Count == 0) return new Problem(ProblemKind.Invalid, "scopes-missing", "A key without scopes would be of no use: leave scopes out for read and write.", "scopes").ToResult();
        if (request.ExpiresInDays is < 1 or > MostDays)
            return new Problem(ProblemKind.Invalid, "expiry-invalid", $"A key expires after 1 to {MostDays:N0} days, {DefaultDays} by default.", "expiresInDays").ToResult();
        if (!http.User.May(KeyScope.Operator) && scopes.Cast<KeyScope?>().FirstOrDefault(scope => !http.User.May(scope!.Value)) is { } missing)
            return new Problem(ProblemKind.Forbidden, "scope-missing", $"A key with the scope '{ContractJson.NameOf(missing)}' can only be made by somebody who has it.", "scopes").ToResult();
        return (await Account(grains, owner).CreateKey(request.Name, scopes, request.ExpiresInDays ?? DefaultDays)).ToCreated(created => $"{http.Request.Path}/{created.Summary.Id}");
    }

    private static async Task<Ok<Page<KeySummary>>> ListAsync(IGrainFactory grains, string owner) => TypedResults.Ok(new Page<KeySummary>(await Account(grains, owner).GetKeys(), null));

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(IGrainFactory grains, string owner, string key) =>
        (await Account(grains, owner).RevokeKey(key)).ToNoContent();

    private static IAccountGrain Account(IGrainFactory grains, string owner) => grains.GetGrain<IAccountGrain>(owner);

    /// <summary>An operator acts for the owner here, and nowhere else.</summary>
    private static async ValueTask<object?> InTheOwnersNameAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var owner = $"{context.HttpContext.Request.RouteValues["owner"]}";
        if (!OwnerName.IsValid(owner)) return NoOwner.ToResult();
        CallingOwner.Set(owner);
        return await next(context);
    }
}
