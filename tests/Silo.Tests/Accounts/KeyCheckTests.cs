using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>What a check costs, and whom, when accounts answer late, badly or not at all.</summary>
public sealed class KeyCheckTests
{
    private const int Tries = 3;

    private readonly FakeTimeProvider _clock = new();
    private readonly AccountKey _key = AccountKey.New("ann");
    private int _looks;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private VerifiedKey Good => new([], _clock.GetUtcNow().AddDays(1));

    [Fact]
    public async Task Check_OneGoodKeyAHundredTimesAtOnce_LooksOnceAndPassesAll()
    {
        var answer = new TaskCompletionSource<VerifiedKey?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var check = CheckOf(() => answer.Task);

        var checks = Enumerable.Range(0, 100).Select(_ => OwnerAsync(check, _key)).ToList();
        answer.SetResult(Good);
        var owners = await Task.WhenAll(checks);

        Assert.All(owners, owner => Assert.Equal("ann", owner));
        Assert.Equal(1, _looks);
    }

    [Fact]
    public async Task Check_KeyThatWasForgotten_LooksAgain()
    {
        var check = CheckOf(() => Task.FromResult<VerifiedKey?>(Good));
        await OwnerAsync(check, _key);
        await OwnerAsync(check, _key);
        _clock.Advance(RememberedKeys.Memory);

        await OwnerAsync(check, _key);

        Assert.Equal(2, _looks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_WhileAccountsFail_CostsNoTries(bool failsLater)
    {
        var isLost = true;
        var check = CheckOf(async () =>
        {
            if (failsLater) await Task.Yield();
            return isLost ? throw new TimeoutException("lost") : Good;
        });
        for (var i = 0; i <= Tries; i++) await Assert.ThrowsAsync<TimeoutException>(() => OwnerAsync(check, _key));
        isLost = false;

        var owner = await OwnerAsync(check, _key);

        Assert.Equal("ann", owner);
    }

    [Fact]
    public async Task Check_OfACallerWhoGoesAway_GoesOnForTheOthers()
    {
        var answer = new TaskCompletionSource<VerifiedKey?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var check = CheckOf(() => answer.Task);
        using var gone = new CancellationTokenSource();
        var first = check.CheckAsync(_key.Text, IPAddress.Loopback, gone.Token);
        var second = OwnerAsync(check, _key);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(Good);

        Assert.Equal("ann", await second);
    }

    [Fact]
    public async Task Check_OfCallersWhoAreAllGone_LeavesTheLine()
    {
        var answer = new TaskCompletionSource<VerifiedKey?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var check = CheckOf(() => answer.Task);
        using var gone = new CancellationTokenSource();
        // More than the line of an address holds.
        var checks = Enumerable.Range(0, Tries + FailedTries.MostWaiting).Select(_ => check.CheckAsync(AccountKey.New("ann").Text, IPAddress.Loopback, gone.Token)).ToList();
        Assert.NotNull((await check.CheckAsync(_key.Text, IPAddress.Loopback, Token)).RetryAfter);

        await gone.CancelAsync();
        foreach (var one in checks) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        var (later, beside) = (OwnerAsync(check, _key), OwnerAsync(check, _key));
        answer.SetResult(Good);

        Assert.Equal(("ann", "ann"), (await later, await beside));
        Assert.Equal(Tries + 1, _looks);
    }

    [Fact]
    public async Task Check_OfTheSameKeyByOneWhoStays_StaysInTheLine()
    {
        var answer = new TaskCompletionSource<VerifiedKey?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var check = CheckOf(() => answer.Task);
        var before = Enumerable.Range(0, Tries).Select(_ => OwnerAsync(check, AccountKey.New("ann"))).ToList();
        using var gone = new CancellationTokenSource();
        var first = check.CheckAsync(_key.Text, IPAddress.Loopback, gone.Token);
        var second = OwnerAsync(check, _key);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(Good);

        Assert.Equal("ann", await second);
        await Task.WhenAll(before);
        Assert.Equal(Tries + 1, _looks);
    }

    [Fact]
    public async Task Check_KeysThatAreNone_UseUpTheTries()
    {
        var check = CheckOf(() => Task.FromResult<VerifiedKey?>(null));
        for (var i = 0; i < Tries; i++) Assert.Null((await check.CheckAsync(AccountKey.New("ann").Text, IPAddress.Loopback, Token)).RetryAfter);

        var (owner, _, retryAfter) = await check.CheckAsync(_key.Text, IPAddress.Loopback, Token);

        Assert.Null(owner);
        Assert.NotNull(retryAfter);
        Assert.Equal(Tries, _looks);
    }

    [Fact]
    public async Task Check_MoreGoodKeysAtOnceThanTries_PassAll()
    {
        var answer = new TaskCompletionSource<VerifiedKey?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var check = CheckOf(() => answer.Task);

        var checks = Enumerable.Range(0, 10 * Tries).Select(_ => OwnerAsync(check, AccountKey.New("ann"))).ToList();
        var looksAtOnce = _looks;
        answer.SetResult(Good);
        var owners = await Task.WhenAll(checks);

        Assert.All(owners, owner => Assert.Equal("ann", owner));
        Assert.Equal((Tries, 10 * Tries), (looksAtOnce, _looks));
    }

    [Fact]
    public async Task Check_KeysThatAreNoneAtOnce_AreNotLookedAtBeyondTheTries()
    {
        var answer = new TaskCompletionSource<VerifiedKey?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var check = CheckOf(() => answer.Task);

        var checks = Enumerable.Range(0, 10 * Tries).Select(_ => check.CheckAsync(AccountKey.New("ann").Text, IPAddress.Loopback, Token)).ToList();
        answer.SetResult(null);
        var answers = await Task.WhenAll(checks);

        Assert.Equal(Tries, _looks);
        Assert.All(answers, one => Assert.Null(one.Owner));
        Assert.Equal(9 * Tries, answers.Count(one => one.RetryAfter is not null));
    }

    [Fact]
    public async Task Check_TriesUsedUpAtOneAddress_LeavesOthersTheirs()
    {
        var check = CheckOf(() => Task.FromResult<VerifiedKey?>(null));
        for (var i = 0; i <= Tries; i++) await OwnerAsync(check, AccountKey.New("ann"));

        var there = await check.CheckAsync(_key.Text, IPAddress.Parse("192.0.2.1"), Token);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var later = await check.CheckAsync(_key.Text, IPAddress.Loopback, Token);

        Assert.Equal((null, null), (there.RetryAfter, later.RetryAfter));
    }

    private static async Task<string?> OwnerAsync(KeyCheck check, AccountKey key) => (await check.CheckAsync(key.Text, IPAddress.Loopback, Token)).Owner;

    /// <param name="verify">What every account answers.</param>
    private KeyCheck CheckOf(Func<Task<VerifiedKey?>> verify)
    {
        var account = AnsweredCalls.Of<IAccountGrain>(_ =>
        {
            Interlocked.Increment(ref _looks);
            return verify();
        });
        var options = Options.Create(new AccountsOptions { FailedTriesPerMinute = Tries });
        return new KeyCheck(AnsweredCalls.Of<IGrainFactory>(_ => account), options, new RememberedKeys(_clock), new FailedTries(options, _clock));
    }
}
