namespace MusicGen.Contracts;

/// <summary>A refusal that the caller can act on.</summary>
/// <param name="Kind">What sort of refusal.</param>
/// <param name="Code">Stable name in kebab case, such as <c>corpus-not-found</c>; the last part of the problem's <c>type</c>.</param>
/// <param name="Detail">A sentence for a person: what is wrong and what to do.</param>
/// <param name="Field">The request's field that is wrong, when it is one.</param>
/// <param name="RetryAfterSeconds">When it may be worth trying again, where that can be told.</param>
[GenerateSerializer, Immutable, Alias("musicgen.Problem")]
public sealed record Problem(
    [property: Id(0)] ProblemKind Kind,
    [property: Id(1)] string Code,
    [property: Id(2)] string Detail,
    [property: Id(3)] string? Field = null,
    [property: Id(4)] int? RetryAfterSeconds = null);
