using MusicGen.Contracts;
using MusicGen.Grains;

namespace MusicGen.Silo.Http;

/// <summary>Who asks, and what they may name.</summary>
/// <remarks>The embedded service has one owner and listens on loopback only, so there is nobody to tell apart.</remarks>
internal static class Caller
{
    public const string EmbeddedOwner = "local";

    private const string IdempotencyHeader = "Idempotency-Key";
    private const int NameMaxLength = 100;

    public static string Owner(this HttpContext _) => EmbeddedOwner;

    /// <summary>The grain key of the caller's thing of that id, which is a valid one.</summary>
    public static OwnedKey Own(this HttpContext http, string id) => new(http.Owner(), id);

    /// <summary>The id of a thing to create: new, or the one that belongs to the request's idempotency key.</summary>
    public static string NewId(this HttpContext http, string kind) => http.IdempotentId(kind) ?? ResourceId.New(http.RequestServices.GetRequiredService<TimeProvider>());

    /// <summary>The id that belongs to the request's idempotency key; null where it has none.</summary>
    public static string? IdempotentId(this HttpContext http, string kind) =>
        http.Request.Headers[IdempotencyHeader].ToString() is { Length: > 0 } key ? ResourceId.FromIdempotencyKey(http.Owner(), kind, key) : null;

    /// <summary>The problem with a name that people see, or null.</summary>
    public static Problem? NameProblem(string? name) => name is null || (name.Length is > 0 and <= NameMaxLength && !name.Any(char.IsControl))
        ? null
        : new Problem(ProblemKind.Invalid, "name-invalid", $"A name has 1 to {NameMaxLength} characters and no control characters.", "name");
}
