using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using MusicGen.Silo.Http;

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

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("127.0.0.1")]
    public async Task Document_AskedForAtAnAddress_NamesThatAndDiffersInNothingElse(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "openapi/v1.json") { Headers = { Host = host } };

        using var response = await silo.Http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"http://{host}/", Assert.Single(JsonDocument.Parse(text).RootElement.GetProperty("servers").EnumerateArray()).GetProperty("url").GetString());
        var other = await silo.Http.GetStringAsync("openapi/v1.json", Token);
        Assert.Equal(other, text.Replace($"\"http://{host}/\"", $"\"{silo.Http.BaseAddress}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_BesideTheOneThatTheFrameworkBuildsEachTime_IsTheSame()
    {
        var folder = Directory.CreateTempSubdirectory("musicgen-description-");
        await using (var app = RunningSilo.Build(folder.FullName))
        {
            app.MapOpenApi("each-time/{documentName}.json");
            await app.StartAsync(Token);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/") };

            Assert.Equal(await http.GetStringAsync("each-time/v1.json", Token), await http.GetStringAsync("openapi/v1.json", Token));
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Document_AskedForOften_IsBuiltOnce()
    {
        var description = new CountedDescription();
        var document = new ApiDocument(description);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => document.SendAsync(new DefaultHttpContext { Request = { Scheme = "http", Host = new("here") } })));

        Assert.Equal(1, description.Built);
    }

    private sealed class CountedDescription : IOpenApiDocumentProvider
    {
        public int Built { get; private set; }

        public Task<OpenApiDocument> GetOpenApiDocumentAsync(CancellationToken cancellationToken)
        {
            Built++;
            return Task.FromResult(new OpenApiDocument { Info = new OpenApiInfo { Title = "Some", Version = "1" } });
        }
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
