using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>A service with a sign-in behind a proxy, with an endpoint that somebody forgot to guard.</summary>
public sealed class EdgeTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-edge-");
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = RunningSilo.Build(_folder.FullName, "--Accounts:Required", "true", "--Accounts:FailedTriesPerMinute", "1", "--Accounts:Proxies:0", "127.0.0.1", "--Limits:RequestsPerSecond", "0");
        _app.MapGet("forgotten/{owner}", (string owner, IGrainFactory grains) => grains.GetGrain<IAccountGrain>(owner).GetKeys());
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Requests_ThroughAKnownProxy_CountAgainstWhoeverSentThem()
    {
        var first = await StatusAsync("v1/account", AccountKey.New("ann").Text, "203.0.113.1");
        var same = await StatusAsync("v1/account", AccountKey.New("ann").Text, "203.0.113.1");
        var other = await StatusAsync("v1/account", AccountKey.New("ann").Text, "203.0.113.2");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized), (first, same, other));
    }

    [Fact]
    public async Task Requests_WithOneGoodKeyAHundredAtOnce_AllPass()
    {
        var key = await KeyAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => StatusAsync("v1/account", key)));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task Endpoint_WithoutAuthorization_ReachesNobodysGrainsForNobody()
    {
        var key = await KeyAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("forgotten/ann", key));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("forgotten/ann", null));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("forgotten/ann", AccountKey.New("ann").Text));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("readyz", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("livez", null));
    }

    /// <summary>One of ann's that was not used yet.</summary>
    private async Task<string> KeyAsync() =>
        (await _app.Services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>("ann").CreateKey(null, [KeyScope.Read], expiresInDays: 1)).Value!.Key;

    private async Task<HttpStatusCode> StatusAsync(string path, string? key, string from = "203.0.113.3")
    {
        using var http = new HttpClient { BaseAddress = new Uri(_app.Urls.First() + "/"), DefaultRequestHeaders = { { "X-Forwarded-For", from } } };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.GetAsync(path, Token);
        return response.StatusCode;
    }
}
