using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;

namespace MusicGen.Silo.Http;

/// <summary>Answers of grains as HTTP results; problems as problem+json with a stable type (RFC 9457).</summary>
internal static class ProblemResults
{
    public const string TypePrefix = "urn:musicgen:problem:";

    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Answer<T> answer)
        where T : class => answer.Succeeded ? TypedResults.Ok(answer.Value) : answer.Problem!.ToResult();

    public static Results<Created<T>, ProblemHttpResult> ToCreated<T>(this Answer<T> answer, Func<T, string> location)
        where T : class => answer.Succeeded ? TypedResults.Created(location(answer.Value), answer.Value) : answer.Problem!.ToResult();

    public static Results<Accepted<T>, ProblemHttpResult> ToAccepted<T>(this Answer<T> answer, Func<T, string> location)
        where T : class => answer.Succeeded ? TypedResults.Accepted(location(answer.Value), answer.Value) : answer.Problem!.ToResult();

    /// <summary>Of something that gives nothing back when it succeeds.</summary>
    public static Results<NoContent, ProblemHttpResult> ToNoContent(this Problem? problem) => problem is null ? TypedResults.NoContent() : problem.ToResult();

    public static ProblemHttpResult ToResult(this Problem problem) => TypedResults.Problem(
        problem.Detail, statusCode: StatusOf(problem.Kind), title: TitleOf(problem.Kind), type: TypePrefix + problem.Code,
        extensions: ExtensionsOf(problem));

    /// <summary>Several faults at once: the first one's type, all sentences.</summary>
    public static ProblemHttpResult ToResult(this IReadOnlyList<Problem> problems) =>
        (problems[0] with { Detail = string.Join(' ', problems.Select(problem => problem.Detail)) }).ToResult();

    private static IEnumerable<KeyValuePair<string, object?>> ExtensionsOf(Problem problem)
    {
        if (problem.Field is { } field) yield return new("field", field);
        if (problem.RetryAfterSeconds is { } seconds) yield return new(RetryAfter.Member, seconds);
    }

    private static int StatusOf(ProblemKind kind) => kind switch
    {
        ProblemKind.NotSignedIn => StatusCodes.Status401Unauthorized,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ProblemKind.TooMany => StatusCodes.Status429TooManyRequests,
        ProblemKind.Busy => StatusCodes.Status503ServiceUnavailable,
        ProblemKind.NotAvailable => StatusCodes.Status501NotImplemented,
        ProblemKind.Failed => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string TitleOf(ProblemKind kind) => kind switch
    {
        ProblemKind.NotSignedIn => "Not signed in",
        ProblemKind.NotFound => "Not found",
        ProblemKind.Forbidden => "Not allowed",
        ProblemKind.Conflict => "Not possible now",
        ProblemKind.TooLarge => "Too large",
        ProblemKind.TooMany => "Too many at once",
        ProblemKind.Busy => "Busy",
        ProblemKind.NotAvailable => "Not available",
        ProblemKind.Failed => "Failed",
        _ => "Invalid request",
    };
}
