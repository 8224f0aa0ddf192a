using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using MusicGen.Client;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>What happens to owners who ask for too much, and to strangers who try keys.</summary>
public sealed class LimitsTests : IAsyncLifetime
{
    private readonly AccountKey _operator = AccountKey.New(OwnerName.Operator);
    private RunningSilo _silo = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _silo = new RunningSilo(
            "--Accounts:OperatorKeyHashes:0", _operator.Hash, "--Accounts:FailedTriesPerMinute", "2",
            "--Limits:RequestsPerSecond", "1", "--Limits:Burst", "20", "--Limits:Corpora", "2", "--Limits:Trainings", "1", "--Limits:Sessions", "0");
        await _silo.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Requests_BeyondTheBurst_AreRefusedForTheirOwnerAlone()
    {
        using var ann = await OwnerAsync("ann");
        using var bea = await OwnerAsync("bea");
        HttpStatusCode last;
        var served = 0;
        do
        {
            using var response = await ann.GetAsync("v1/account", Token);
            last = response.StatusCode;
            if (last != HttpStatusCode.TooManyRequests) served++;
            else
            {
                await Refusal.AssertAsync(response, HttpStatusCode.TooManyRequests, "too-many-requests");
                Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
            }
        }
        while (last != HttpStatusCode.TooManyRequests && served < 1000);

        Assert.InRange(served, 19, 999); // one was asked before
        using var other = await bea.GetAsync("v1/account", Token);
        using var page = await ann.GetAsync("", Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.StatusCode, page.StatusCode));
    }

    [Fact]
    public async Task Keys_ThatAreNone_AreTriedSoOftenOnly()
    {
        using var ann = await OwnerAsync("ann");
        for (var i = 0; i < 2; i++)
        {
            using var tried = Http(AccountKey.New("bea").Text);
            using var refused = await tried.GetAsync("v1/account", Token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var again = Http(AccountKey.New("bea").Text);
        using var response = await again.GetAsync("v1/account", Token);
        using var known = await ann.GetAsync("v1/account", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.TooManyRequests, "too-many-failed-tries");
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task Corpora_MoreThanAllowed_AreRefusedUntilOneGoes()
    {
        using var ann = await OwnerAsync("ann");
        var corpora = new MusicGenClient(ann).Corpora;
        var first = await corpora.CreateAsync(new(), "one", Token);
        await corpora.CreateAsync(new(), "two", Token);

        using var third = await ann.PostAsJsonAsync("v1/corpora", new { }, Token);
        await Refusal.AssertAsync(third, HttpStatusCode.Conflict, "too-many-corpora");
        Assert.Equal(first.Id, (await corpora.CreateAsync(new(), "one", Token)).Id); // no further one
        using var bea = await OwnerAsync("bea");
        await new MusicGenClient(bea).Corpora.CreateAsync(new(), cancellationToken: Token);
    }

    [Fact]
    public async Task Corpora_MadeAtOnce_AreNoMoreThanAllowed()
    {
        using var ann = await OwnerAsync("ann");

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await ann.PostAsJsonAsync("v1/corpora", new { }, Token);
            return response.StatusCode;
        }));

        Assert.Equal(2, made.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(6, made.Count(status => status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Sessions_WhereNoneAreAllowed_AreRefused()
    {
        using var ann = await OwnerAsync("ann");

        using var response = await ann.PostAsJsonAsync("v1/sessions", new { model = "any" }, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.Conflict, "too-many-sessions");
    }

    [Fact]
    public async Task Trainings_MoreThanAllowedAtOnce_AreRefusedUntilOneEnds()
    {
        var key = await KeyAsync("local");
        MusicGenClient.UseKey(_silo.Http, key);
        var training = await _silo.TrainingAsync();

        using var refused = await _silo.Http.PostAsJsonAsync("v1/trainings", new { corpus = training.Corpus, preset = "tiny" }, Token);
        await Refusal.AssertAsync(refused, HttpStatusCode.TooManyRequests, "too-many-trainings");
        Assert.NotNull(refused.Headers.RetryAfter);
        await _silo.Client.Trainings.CancelAsync(training.Id, Token);
        using var next = await _silo.Http.PostAsJsonAsync("v1/trainings", new { corpus = training.Corpus, preset = "tiny" }, Token);

        Assert.Equal(HttpStatusCode.Created, next.StatusCode);
    }

    private async Task<HttpClient> OwnerAsync(string owner) => Http(await KeyAsync(owner));

    private async Task<string> KeyAsync(string owner)
    {
        using var http = Http(_operator.Text);
        var key = (await new MusicGenClient(http).Accounts.CreateKeyAsync(new CreateKey(), owner, Token)).Key;
        using var used = Http(key);
        (await used.GetAsync("v1/account", Token)).Dispose();
        return key;
    }

    private HttpClient Http(string key) => new() { BaseAddress = _silo.Http.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
}
