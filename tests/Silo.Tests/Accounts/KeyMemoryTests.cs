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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

        Assert.Equal(isSame, (await tries.TakeAsync(IPAddress.Parse(second), Token)).Look is null);
    }

    [Fact]
    public async Task Take_MoreThanAllowed_WaitsForTheMinuteToEnd()
    {
        var tries = TriesOf(2);
        for (var i = 0; i < 2; i++) await FailAsync(tries, "127.0.0.1");
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal((null, TimeSpan.FromSeconds(40)), await tries.TakeAsync(IPAddress.Loopback, Token));
        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.NotNull((await tries.TakeAsync(IPAddress.Loopback, Token)).Look);
    }

    [Fact]
    public async Task Take_AfterGoodKeys_HasItsTriesStill()
    {
        var tries = TriesOf(1);

        for (var i = 0; i < 10; i++) (await tries.TakeAsync(IPAddress.Loopback, Token)).Look!.Dispose();
    }

    [Fact]
    public async Task Take_WhileALookIsOnItsWay_WaitsForWhatItSays()
    {
        var tries = TriesOf(1);
        var look = (await tries.TakeAsync(IPAddress.Loopback, Token)).Look!;
        var others = Enumerable.Range(0, 3).Select(_ => tries.TakeAsync(IPAddress.Loopback, Token)).ToList();
        Assert.DoesNotContain(others, other => other.IsCompleted);

        look.Dispose();
        var next = await await Task.WhenAny(others);
        next.Look!.HasFailed = true;
        next.Look.Dispose();

        Assert.Equal(2, (await Task.WhenAll(others)).Count(other => other.Look is null));
    }

    [Fact]
    public async Task Take_WhenALookEnds_IsTheTurnOfTheFirstInTheLineAlone()
    {
        var tries = TriesOf(1);
        var look = (await tries.TakeAsync(IPAddress.Loopback, Token)).Look!;
        var line = Enumerable.Range(0, 3).Select(_ => tries.TakeAsync(IPAddress.Loopback, Token)).ToList();

        foreach (var (place, next) in line.Index())
        {
            look.Dispose();
            look = (await next).Look!;
            Assert.All(line.Skip(place + 1), later => Assert.False(later.IsCompleted));
        }
    }

    [Fact]
    public async Task Take_MoreThanMayWait_IsRefusedAtOnceForThatAddressAlone()
    {
        var tries = TriesOf(1);
        using var look = (await tries.TakeAsync(IPAddress.Loopback, Token)).Look!;
        using var goes = new CancellationTokenSource();
        var first = tries.TakeAsync(IPAddress.Loopback, goes.Token);
        for (var i = 1; i < FailedTries.MostWaiting; i++) _ = tries.TakeAsync(IPAddress.Loopback, Token);

        var refused = tries.TakeAsync(IPAddress.Loopback, Token);
        await goes.CancelAsync();
        var last = tries.TakeAsync(IPAddress.Loopback, Token);
        var elsewhere = tries.TakeAsync(IPAddress.Parse("192.0.2.1"), Token);

        Assert.True(refused.IsCompleted && elsewhere.IsCompleted);
        Assert.Null((await refused).Look);
        Assert.InRange((await refused).RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(last.IsCompleted); // whoever went left a place in the line
        Assert.NotNull((await elsewhere).Look);
    }

    [Fact]
    public async Task Take_InTheLineWhenTheMinuteEnds_GoesOnInTheNextOne()
    {
        var tries = TriesOf(2);
        await FailAsync(tries, "127.0.0.1");
        using var look = (await tries.TakeAsync(IPAddress.Loopback, Token)).Look!;
        var waits = tries.TakeAsync(IPAddress.Loopback, Token);
        Assert.False(waits.IsCompleted);

        _clock.Advance(TimeSpan.FromMinutes(1));
        var next = tries.TakeAsync(IPAddress.Loopback, Token);

        Assert.NotNull((await waits).Look);
        Assert.False(next.IsCompleted); // looks of the minute before are on their way still
    }

    private static async Task FailAsync(FailedTries tries, string from)
    {
        using var look = (await tries.TakeAsync(IPAddress.Parse(from), Token)).Look!;
        look.HasFailed = true;
    }

    private FailedTries TriesOf(int perMinute) => new(Options.Create(new AccountsOptions { FailedTriesPerMinute = perMinute }), _clock);
}
