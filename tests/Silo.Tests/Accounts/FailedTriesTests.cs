using System.Net;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>What happens to strangers who try keys.</summary>
public sealed class FailedTriesTests(StrictSilo silo) : IClassFixture<StrictSilo>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_ThatAreNone_AreTriedSoOftenOnly()
    {
        using var ann = await silo.OwnerAsync("ann-tries");
        for (var i = 0; i < 2; i++)
        {
            using var tried = silo.Http(AccountKey.New("bea").Text);
            using var refused = await tried.GetAsync("v1/account", Token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var again = silo.Http(AccountKey.New("bea").Text);
        using var response = await again.GetAsync("v1/account", Token);
        using var known = await ann.GetAsync("v1/account", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.TooManyRequests, "too-many-failed-tries");
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }
}
