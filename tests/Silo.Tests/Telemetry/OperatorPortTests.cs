using System.Net;
using MusicGen.Silo.Hosting;

namespace MusicGen.Silo.Tests.Telemetry;

public sealed class OperatorPortTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_AreAtTheirPortAlone_AndNothingElseIs()
    {
        var port = FreePort.Find();
        await using var silo = new RunningSilo("--Telemetry:OperatorPort", $"{port}");
        await silo.InitializeAsync();
        using var operators = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

        Assert.Contains("<html", await operators.GetStringAsync("dashboard/", Token), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await operators.GetAsync("dashboard/DashboardCounters", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await operators.GetAsync("readyz", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await operators.GetAsync("v1/corpora", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await operators.GetAsync("", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("v1/corpora", Token)).StatusCode);
        // Whatever a caller says that the host is.
        foreach (var host in new[] { $"127.0.0.1:{port}", $"localhost:{port}" })
        {
            foreach (var page in new[] { "dashboard", "dashboard/", "dashboard/DashboardCounters", "dashboard/index.html" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { Host = host } };
                Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.SendAsync(request, Token)).StatusCode);
            }
        }
    }

    [Fact]
    public async Task Pages_WithoutAPort_AreNowhere()
    {
        await using var silo = new RunningSilo();
        await silo.InitializeAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.GetAsync("dashboard/", Token)).StatusCode);
    }
}
