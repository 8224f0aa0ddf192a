using System.Net;
using System.Net.Http.Json;
using MusicGen.Client;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>What happens to owners who ask for too much.</summary>
public sealed class LimitsTests(StrictSilo silo) : IClassFixture<StrictSilo>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_BeyondTheBurst_AreRefusedForTheirOwnerAlone()
    {
        using var ann = await silo.OwnerAsync("ann-1");
        using var bea = await silo.OwnerAsync("bea");
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
    public async Task Corpora_MoreThanAllowed_AreRefusedUntilOneGoes()
    {
        using var ann = await silo.OwnerAsync("ann-2");
        var corpora = new MusicGenClient(ann).Corpora;
        var first = await corpora.CreateAsync(new(), "one", Token);
        await corpora.CreateAsync(new(), "two", Token);

        using var third = await ann.PostAsJsonAsync("v1/corpora", new { }, Token);
        await Refusal.AssertAsync(third, HttpStatusCode.Conflict, "too-many-corpora");
        Assert.Equal(first.Id, (await corpora.CreateAsync(new(), "one", Token)).Id); // no further one
        using var bea = await silo.OwnerAsync("bea");
        await new MusicGenClient(bea).Corpora.CreateAsync(new(), cancellationToken: Token);
    }

    [Fact]
    public async Task Corpora_MadeAtOnce_AreNoMoreThanAllowed()
    {
        using var ann = await silo.OwnerAsync("ann-3");

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
        using var ann = await silo.OwnerAsync("ann-4");

        using var response = await ann.PostAsJsonAsync("v1/sessions", new { model = "any" }, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.Conflict, "too-many-sessions");
    }

    [Fact]
    public async Task Trainings_MoreThanAllowedAtOnce_AreRefusedUntilOneEnds()
    {
        var key = await silo.KeyAsync("local");
        MusicGenClient.UseKey(silo.Silo.Http, key);
        var training = await silo.Silo.TrainingAsync();

        using var refused = await silo.Silo.Http.PostAsJsonAsync("v1/trainings", new { corpus = training.Corpus, preset = "tiny" }, Token);
        await Refusal.AssertAsync(refused, HttpStatusCode.TooManyRequests, "too-many-trainings");
        Assert.NotNull(refused.Headers.RetryAfter);
        await silo.Silo.Client.Trainings.CancelAsync(training.Id, Token);
        using var next = await silo.Silo.Http.PostAsJsonAsync("v1/trainings", new { corpus = training.Corpus, preset = "tiny" }, Token);

        Assert.Equal(HttpStatusCode.Created, next.StatusCode);
    }
}
