using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Silo.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>Whose word on a caller's address is taken.</summary>
public sealed class KnownProxiesTests
{
    private const string Client = "203.0.113.9";

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", Client, Client)]
    [InlineData("10.0.0.7", "::ffff:10.0.0.7", Client, Client)]
    [InlineData("10.0.0.0/8", "10.200.0.1", Client, Client)]
    [InlineData("fd00::/8", "fd12::1", "2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.0/8", "10.0.0.7", $"{Client}, 10.0.0.8", Client)] // two proxies
    [InlineData("10.0.0.0/8", "10.0.0.7", $"192.0.2.1, {Client}", Client)] // what the client claimed itself is before
    [InlineData("10.0.0.7", "10.0.0.8", Client, "10.0.0.8")]
    [InlineData("10.0.0.7", "127.0.0.1", Client, "127.0.0.1")]
    [InlineData(null, "127.0.0.1", Client, "127.0.0.1")]
    public async Task Address_OfARequest_IsWhatAKnownProxySays(string? proxy, string peer, string forwarded, string address)
    {
        var http = await ThroughAsync(proxy, peer, forwarded);

        Assert.Equal(IPAddress.Parse(address), http.Connection.RemoteIpAddress);
        Assert.Equal(address == peer ? "http" : "https", http.Request.Scheme);
    }

    private static async Task<HttpContext> ThroughAsync(string? proxy, string peer, string forwarded)
    {
        await using var services = new ServiceCollection().AddLogging().AddOptions().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseKnownProxies(new AccountsOptions { Proxies = proxy is null ? [] : [proxy] });
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) }, Request = { Scheme = "http" } };
        http.Request.Headers["X-Forwarded-For"] = forwarded;
        http.Request.Headers["X-Forwarded-Proto"] = string.Join(", ", forwarded.Split(',').Select(_ => "https"));
        await app.Build()(http);
        return http;
    }
}
