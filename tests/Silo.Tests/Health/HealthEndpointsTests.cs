using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MusicGen.Silo.Health;
using MusicGen.Silo.Hosting;

namespace MusicGen.Silo.Tests.Health;

public sealed class HealthEndpointsTests(RunningSilo silo) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-health-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_OfARunningService_IsYes() =>
        Assert.Equal("live", (await silo.Http.GetFromJsonAsync<JsonElement>("livez", Token)).GetProperty("status").GetString());

    [Fact]
    public async Task Ready_OfARunningService_NamesEachCheck()
    {
        var answer = await silo.Http.GetFromJsonAsync<JsonElement>("readyz", Token);

        Assert.Equal("""{"status":"ready","checks":{"silo":"ok","stopping":"ok","store":"ok"}}""", answer.GetRawText());
    }

    [Fact]
    public async Task Ready_WithAFault_IsNoWithItsReason_AndTheProcessStillLives()
    {
        await using var app = SiloApplication.Build(
            ["--MusicGen:DataFolder", _folder.FullName, "--MusicGen:Port", "0", "--Training:Slots", "0"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<IReadinessCheck>(new Unready());
            });
        await app.StartAsync(Token);
        using var http = HttpOf(app);

        using var response = await http.GetAsync("readyz", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("not-ready", answer.GetProperty("status").GetString());
        Assert.Equal("It is raining.", answer.GetProperty("checks").GetProperty("weather").GetString());
        Assert.Equal("ok", answer.GetProperty("checks").GetProperty("store").GetString());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("livez", Token)).StatusCode);
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task Ready_DuringTheGraceOfAStop_IsNoWhileRequestsAreStillServed()
    {
        await using var app = RunningSilo.Build(_folder.FullName, "--Health:StopGrace", "00:10:00");
        await app.StartAsync(Token);
        using var http = HttpOf(app);
        using var impatience = new CancellationTokenSource();

        var stopped = app.StopAsync(impatience.Token);
        using var response = await http.GetAsync("readyz", Token);
        using var request = await http.GetAsync("v1/corpora", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("The service is stopping.", (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("checks").GetProperty("stopping").GetString());
        Assert.Equal(HttpStatusCode.OK, request.StatusCode);
        Assert.False(stopped.IsCompleted);
        await impatience.CancelAsync();
        await stopped.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task Health_IsNoPartOfTheApi()
    {
        using var below = await silo.Http.GetAsync("v1/readyz", Token);

        Assert.Equal(HttpStatusCode.NotFound, below.StatusCode);
        Assert.DoesNotContain("readyz", await silo.Http.GetStringAsync("openapi/v1.json", Token), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static HttpClient HttpOf(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single() + "/") };

    private sealed class Unready : IReadinessCheck
    {
        public string Name => "weather";

        public ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>("It is raining.");
    }
}
