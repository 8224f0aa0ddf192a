using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>What a silo remembers of keys: good ones for a moment, bad ones by address.</summary>
public sealed class KeyMemoryTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Find_KeyThatWasGood_IsForFiveSecondsAndNoLongerThanItLives()
    {
        var keys = new RememberedKeys(_clock);
        keys.Add("long", new VerifiedKey([], _clock.GetUtcNow().AddDays(1)));
        keys.Add("short", new VerifiedKey([], _clock.GetUtcNow().AddSeconds(2)));

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(keys.Find("long"));
        Assert.Null(keys.Find("short"));
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(keys.Find("long"));
    }

    [Fact]
    public void Add_MoreThanAreRemembered_ForgetsThoseBefore()
    {
        var keys = new RememberedKeys(_clock);
        for (var i = 0; i <= RememberedKeys.Most; i++) keys.Add($"{i}", new VerifiedKey([], _clock.GetUtcNow().AddDays(1)));

        Assert.Null(keys.Find("0"));
        Assert.NotNull(keys.Find($"{RememberedKeys.Most}"));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::", true)] // whoever has one of these has all
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Take_FromAnotherAddress_CountsWhereItIsTheSame(string first, string second, bool isSame)
    {
        var tries = TriesOf(1);

        await FailAsync(tries, first);

        Assert.Equal(isSame, (await tries.TakeAsync(IPAddress.Parse(second))).Look is null);
    }

    [Fact]
    public async Task Take_MoreThanAllowed_WaitsForTheMinuteToEnd()
    {
        var tries = TriesOf(2);
        for (var i = 0; i < 2; i++) await FailAsync(tries, "127.0.0.1");
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal((null, TimeSpan.FromSeconds(40)), await tries.TakeAsync(IPAddress.Loopback));
        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.NotNull((await tries.TakeAsync(IPAddress.Loopback)).Look);
    }

    [Fact]
    public async Task Take_AfterGoodKeys_HasItsTriesStill()
    {
        var tries = TriesOf(1);

        for (var i = 0; i < 10; i++) (await tries.TakeAsync(IPAddress.Loopback)).Look!.Dispose();
    }

    [Fact]
    public async Task Take_WhileALookIsOnItsWay_WaitsForWhatItSays()
    {
        var tries = TriesOf(1);
        var look = (await tries.TakeAsync(IPAddress.Loopback)).Look!;
        var others = Enumerable.Range(0, 3).Select(_ => tries.TakeAsync(IPAddress.Loopback)).ToList();
        Assert.DoesNotContain(others, other => other.IsCompleted);

        look.Dispose();
        var next = await await Task.WhenAny(others);
        next.Look!.HasFailed = true;
        next.Look.Dispose();

        Assert.Equal(2, (await Task.WhenAll(others)).Count(other => other.Look is null));
    }

    private static async Task FailAsync(FailedTries tries, string from)
    {
        using var look = (await tries.TakeAsync(IPAddress.Parse(from))).Look!;
        look.HasFailed = true;
    }

    private FailedTries TriesOf(int perMinute) => new(Options.Create(new AccountsOptions { FailedTriesPerMinute = perMinute }), _clock);
}
