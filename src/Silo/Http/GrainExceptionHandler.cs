using Microsoft.AspNetCore.Diagnostics;
using MusicGen.Grains.Ownership;
using MusicGen.Grains.Storage;

namespace MusicGen.Silo.Http;

/// <summary>Failures of grain calls as problem+json: who should retry, and when. Logged once, here.</summary>
internal sealed partial class GrainExceptionHandler(IProblemDetailsService problems, ILogger<GrainExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (status, code, detail) = CauseOf(exception) switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } slow => (slow.StatusCode, "body-too-slow", BodyProblems.Describe(slow)),
            BadHttpRequestException bad => (bad.StatusCode, "bad-request", BodyProblems.Describe(bad)),
            NotOwnerException => (StatusCodes.Status404NotFound, "not-found", "There is no such thing."), // an endpoint's mistake, which the filter has logged
            TimeoutException => (StatusCodes.Status504GatewayTimeout, "timeout", "The service did not answer in time: try again."),
            Orleans.Storage.InconsistentStateException => (StatusCodes.Status503ServiceUnavailable, "changed-meanwhile", "It was changed at the same moment: try again."),
            // Nobody but Orleans has canceled it: the node died that was to say where the grain is.
            SiloUnavailableException or OrleansMessageRejectionException or OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "node-lost", "A node of the service was lost: try again."),
            NewerStateException => (StatusCodes.Status503ServiceUnavailable, "node-outdated", "A node of the service is not upgraded yet: try again."),
            IOException => (StatusCodes.Status503ServiceUnavailable, "storage-failed", "The service's storage failed: try again, and tell the operator if it lasts."),
            _ => (StatusCodes.Status500InternalServerError, "internal", "The service failed; the operator's log says why."),
        };
        if (status >= StatusCodes.Status500InternalServerError) LogFailure(log, exception, RouteOf(httpContext));
        if (status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = RetryAfter.DefaultSeconds;
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Type = ProblemResults.TypePrefix + code, Detail = detail },
        });
    }

    /// <summary>What was wrong with a state's storage, which Orleans wraps.</summary>
    internal static Exception CauseOf(Exception exception) =>
        exception.GetType() == typeof(OrleansException) && exception.InnerException is { } inner ? CauseOf(inner) : exception;

    /// <summary>The route and not the path, in which anybody can write anything.</summary>
    private static string RouteOf(HttpContext http) => (http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint())?.DisplayName ?? "a request for nothing that there is";

    [LoggerMessage(2000, LogLevel.Error, "{Route} failed")]
    private static partial void LogFailure(ILogger log, Exception e, string route);
}
