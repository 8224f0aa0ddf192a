using Microsoft.AspNetCore.Http.HttpResults;

namespace MusicGen.Silo.Http;

/// <summary>The header <c>Retry-After</c> of refusals that a later try may not meet.</summary>
internal static class RetryAfter
{
    /// <summary>The member of problem+json that says the same.</summary>
    public const string Member = "retryAfterSeconds";

    /// <summary>Where nobody knows better.</summary>
    public const string DefaultSeconds = "2";

    /// <summary>Adds it to every answer of 429 and 503.</summary>
    public static async ValueTask<object?> AddToRefusals(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var inner = result;
        while (inner is INestedHttpResult nested) inner = nested.Result;
        if (inner is ProblemHttpResult { StatusCode: StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable } problem)
            context.HttpContext.Response.Headers.RetryAfter = problem.ProblemDetails.Extensions.TryGetValue(Member, out var seconds) ? $"{seconds}" : DefaultSeconds;
        return result;
    }
}
