using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MusicGen.Silo.Tests.Http;

public sealed partial class ApiDescriptionTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_EveryRoute_IsListedWithASummary()
    {
        var mapped = silo.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (
                Path: Constraint().Replace(endpoint.RoutePattern.RawText!, "}").TrimEnd('/'),
                Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(route => route.Path.StartsWith("/v1/", StringComparison.Ordinal))
            .SelectMany(route => route.Methods.Select(method => $"{method} {route.Path}"));

        var document = await silo.Http.GetFromJsonAsync<JsonElement>("openapi/v1.json", Token);

        var described =
            (from path in document.GetProperty("paths").EnumerateObject()
             from method in path.Value.EnumerateObject()
             select (Route: $"{method.Name.ToUpperInvariant()} {path.Name}", Operation: method.Value)).ToList();
        Assert.NotEmpty(described);
        Assert.Equal(mapped.Order(), described.Select(operation => operation.Route).Order());
        Assert.All(
            described,
            operation => Assert.False(
                string.IsNullOrWhiteSpace(operation.Operation.TryGetProperty("summary", out var summary) ? summary.GetString() : null),
                operation.Route));
        Assert.Equal("MusicGen", document.GetProperty("info").GetProperty("title").GetString());
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
