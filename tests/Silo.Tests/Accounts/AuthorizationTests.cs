using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>Every route of the running service, for everybody who may ask.</summary>
public sealed partial class AuthorizationTests(SignInSilo silo) : IClassFixture<SignInSilo>
{
    private static readonly string[] Unauthorized = ["Bearer realm=\"MusicGen\"", "Bearer realm=\"MusicGen\", error=\"invalid_token\"", "Bearer"];

    [Fact]
    public void Routes_OfTheService_AreAllInTheTable()
    {
        var mapped = silo.Silo.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method => $"{method} {PathOf(endpoint)}")).ToList();

        string[] known = [.. RouteCases.All.Select(route => route.Route), .. RouteCases.OfOperators.Select(route => route.Route), .. RouteCases.Public];
        Assert.Empty(mapped.Except(known));
        Assert.Empty(known.Except(mapped));
        Assert.Distinct(mapped);
    }

    [Fact]
    public async Task Routes_ForAnybody_AnswerAsPromised()
    {
        var withoutScope = new Dictionary<KeyScope, string>();
        foreach (var scope in Enum.GetValues<KeyScope>()) withoutScope[scope] = await silo.KeyAsync(SignInSilo.Owner, [.. Enum.GetValues<KeyScope>().Where(one => one != scope)]);
        var wrong = AccountKey.New(SignInSilo.Owner).Text;
        var faults = new List<string>();

        foreach (var route in RouteCases.All)
        {
            await ExpectAsync(route, "nobody", null, 401);
            await ExpectAsync(route, "a wrong key", wrong, 401);
            await ExpectAsync(route, "no key at all", "mg_hello", 401);
            await ExpectAsync(route, "an expired key", silo.ExpiredKey, 401);
            await ExpectAsync(route, "a revoked key", silo.RevokedKey, 401);
            await ExpectAsync(route, "a foreign token", SignInSilo.TokenOf(SignInSilo.Owner, audience: "another-service"), 401);
            if (route.Scope is { } scope) await ExpectAsync(route, "a key without the scope", withoutScope[scope], 403);
            await ExpectAsync(route, "another owner", silo.OtherKey, route.Other);
            await ExpectAsync(route, "the owner", silo.OwnerKey, route.Owner);
            await ExpectAsync(route, "the operator", silo.OperatorKey, RouteCases.StatusForOperator(route));
        }

        Assert.Empty(faults);

        async Task ExpectAsync(RouteCase route, string caller, string? key, int status)
        {
            using var response = await silo.SendAsync(route.Method, route.Path(silo), key, route.Body?.Invoke(silo));
            if ((int)response.StatusCode != status) faults.Add($"{route.Route} for {caller}: {(int)response.StatusCode} instead of {status}");
            if (status >= 400 && response.Content.Headers.ContentType?.MediaType != "application/problem+json") faults.Add($"{route.Route} for {caller}: no problem+json");
            if (status == 401 && !Unauthorized.Contains(response.Headers.WwwAuthenticate.ToString())) faults.Add($"{route.Route} for {caller}: WWW-Authenticate is '{response.Headers.WwwAuthenticate}'");
        }
    }

    [Fact]
    public async Task OperatorsPages_ForAnybody_AreAtTheirPortAndNowhereElse()
    {
        var self = silo.Silo.App.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString();
        var faults = new List<string>();

        foreach (var (caller, key) in new[] { ("nobody", null), ("the owner", silo.OwnerKey), ("the operator", silo.OperatorKey) })
        {
            foreach (var (route, pattern, status) in RouteCases.OfOperators)
            {
                var path = pattern.Replace("{silo}", self, StringComparison.Ordinal);
                await ExpectAsync(route, HttpMethod.Get, path, null, 404);
                await ExpectAsync(route, HttpMethod.Get, path, silo.OperatorAddress, status);
            }
            foreach (var route in RouteCases.All) await ExpectAsync(route.Route, route.Method, route.Path(silo), silo.OperatorAddress, 404);

            async Task ExpectAsync(string route, HttpMethod method, string path, Uri? address, int status)
            {
                using var response = await silo.SendAsync(method, path, key, address: address);
                if ((int)response.StatusCode != status) faults.Add($"{route} for {caller} at {(address is null ? "everybody's" : "operators'")} port: {(int)response.StatusCode} instead of {status}");
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task PublicPages_WithoutAKey_AreServed()
    {
        foreach (var page in new[] { "", "docs", "openapi/v1.json" })
        {
            using var response = await silo.SendAsync(HttpMethod.Get, page, null);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static string PathOf(RouteEndpoint endpoint) => $"/{Constraint().Replace(endpoint.RoutePattern.RawText!, "}").Trim('/')}";

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
