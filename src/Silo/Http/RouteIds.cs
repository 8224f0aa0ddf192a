using MusicGen.Contracts;

namespace MusicGen.Silo.Http;

/// <summary>The ids in a request's path.</summary>
internal static class RouteIds
{
    private static readonly string[] Names = ["corpus", "training", "model", "session"];

    /// <summary>An id that cannot exist names nothing: no grain is asked, and what a stranger typed is not repeated.</summary>
    public static ValueTask<object?> RefuseImpossible(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var values = context.HttpContext.Request.RouteValues;
        return Names.FirstOrDefault(name => values.TryGetValue(name, out var id) && !ResourceId.IsValid($"{id}")) is { } impossible
            ? ValueTask.FromResult<object?>(new Problem(ProblemKind.NotFound, $"{impossible}-not-found", $"There is no {impossible} of that id.").ToResult())
            : next(context);
    }
}
