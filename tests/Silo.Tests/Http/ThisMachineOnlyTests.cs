using System.Net;

namespace MusicGen.Silo.Tests.Http;

/// <summary>There is no sign-in, so what is not this machine's gets nothing.</summary>
public sealed class ThisMachineOnlyTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost.evil.example:80")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Request_FromElsewhere_IsRefused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/corpora");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await silo.Http.SendAsync(request, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.Forbidden, "not-from-this-machine");
    }

    [Theory]
    [InlineData("Host", "localhost:5080")]
    [InlineData("Host", "[::1]:5080")]
    [InlineData("Origin", "http://127.0.0.1:5080")]
    public async Task Request_FromHere_IsServed(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/corpora");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await silo.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
