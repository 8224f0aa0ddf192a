using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Grains;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Accounts;

namespace MusicGen.Silo.Http;

/// <summary>Who asks, and what they may name.</summary>
internal static class Caller
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private const int NameMaxLength = 100;

    /// <exception cref="InvalidOperationException">Nobody has signed in; endpoints that ask for the owner require it.</exception>
    public static string Owner(this HttpContext http) => http.User.FindOwner() ?? throw new InvalidOperationException("Nobody has signed in.");

    /// <summary>The grain key of the caller's thing of that id, which is a valid one.</summary>
    public static OwnedKey Own(this HttpContext http, string id) => new(http.Owner(), id);

    /// <summary>The id of a thing to create: new, or the one that belongs to the request's idempotency key.</summary>
    public static string NewId(this HttpContext http, string kind) => http.IdempotentId(kind) ?? ResourceId.New(http.RequestServices.GetRequiredService<TimeProvider>());

    /// <summary>The id that belongs to the request's idempotency key; null where it has none.</summary>
    public static string? IdempotentId(this HttpContext http, string kind) =>
        http.Request.Headers[IdempotencyHeader].ToString() is { Length: > 0 } key ? ResourceId.FromIdempotencyKey(http.Owner(), kind, key) : null;

    /// <summary>Makes something of which an owner may have only so many.</summary>
    /// <param name="http">Who asks.</param>
    /// <param name="thing">What it is.</param>
    /// <param name="id">Its id; where there is such a thing already, it is not one more.</param>
    /// <param name="make">Makes it, or lets it go on.</param>
    public static async Task<Answer<T>> WithinLimitAsync<T>(this HttpContext http, CountedThing thing, string id, Func<Task<Answer<T>>> make)
        where T : class
    {
        var limits = http.RequestServices.GetRequiredService<IOptions<LimitsOptions>>().Value;
        if (!limits.Counts(thing)) return await make();
        var account = http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>(http.Owner());
        if (await account.TakePlace(thing, id) is { } full) return full;
        var answer = await make();
        // Made or not, that is in the store now. A call that fails on its way may still make it.
        await account.ReturnPlace(thing, id);
        return answer;
    }

    /// <summary>The problem of an owner whose files fill all that an owner has here, or null: there is room for what will make more.</summary>
    public static Task<Problem?> StorageProblemAsync(this HttpContext http) => http.RequestServices.GetRequiredService<OwnersRoom>().TakeAsync(http.Owner(), bytes: 0);

    /// <summary>The problem with a name that people see, or null.</summary>
    public static Problem? NameProblem(string? name) => name is null || (name.Length is > 0 and <= NameMaxLength && !name.Any(char.IsControl))
        ? null
        : new Problem(ProblemKind.Invalid, "name-invalid", $"A name has 1 to {NameMaxLength} characters and no control characters.", "name");
}
