using System.Net.Http.Headers;
using MusicGen.Client;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>A service with a sign-in that allows owners little.</summary>
public sealed class StrictSilo : IAsyncLifetime
{
    private readonly AccountKey _operator = AccountKey.New(OwnerName.Operator);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal RunningSilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = new RunningSilo(
            "--Accounts:OperatorKeyHashes:0", _operator.Hash, "--Accounts:FailedTriesPerMinute", "2",
            "--Limits:RequestsPerSecond", "1", "--Limits:Burst", "20", "--Limits:Corpora", "2", "--Limits:Trainings", "1", "--Limits:Sessions", "0");
        await Silo.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();

    /// <summary>Sends requests as that owner.</summary>
    public async Task<HttpClient> OwnerAsync(string owner) => Http(await KeyAsync(owner));

    /// <summary>A key that was used once.</summary>
    public async Task<string> KeyAsync(string owner)
    {
        using var http = Http(_operator.Text);
        var key = (await new MusicGenClient(http).Accounts.CreateKeyAsync(new CreateKey(), owner, Token)).Key;
        using var used = Http(key);
        (await used.GetAsync("v1/account", Token)).Dispose();
        return key;
    }

    public HttpClient Http(string key) => new() { BaseAddress = Silo.Http.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
}
