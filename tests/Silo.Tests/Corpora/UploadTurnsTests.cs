using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Contracts;
using MusicGen.Grains.Corpora;
using MusicGen.Silo.Corpora;

namespace MusicGen.Silo.Tests.Corpora;

public sealed class UploadTurnsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly UploadOptions _options = new() { AtOnce = 3, AtOncePerOwner = 2 };
    private readonly UploadTurns _turns;

    public UploadTurnsTests() => _turns = new UploadTurns(Options.Create(_options), _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_MoreThanAnOwnerMayHave_IsRefusedAfterTheWaitForThatOwnerAlone()
    {
        for (var i = 0; i < 2; i++) await _turns.TakeAsync("ann", Token);

        var third = _turns.TakeAsync("ann", Token);
        _clock.Advance(_options.Wait / 2);
        Assert.False(third.IsCompleted);
        _clock.Advance(_options.Wait / 2);

        var refused = await Assert.ThrowsAsync<UploadRefusedException>(() => third);
        Assert.Equal((ProblemKind.TooMany, "too-many-uploads", 2), (refused.Problem.Kind, refused.Problem.Code, refused.Problem.RetryAfterSeconds));
        Assert.NotNull(await _turns.TakeAsync("bea", Token));
    }

    [Fact]
    public async Task Take_MoreThanTheServiceTakes_IsRefusedAfterTheWait()
    {
        foreach (var owner in new[] { "ann", "ann", "bea" }) await _turns.TakeAsync(owner, Token);

        var fourth = _turns.TakeAsync("cid", Token);
        _clock.Advance(_options.Wait);

        var refused = await Assert.ThrowsAsync<UploadRefusedException>(() => fourth);
        Assert.Equal((ProblemKind.Busy, "uploads-busy", 2), (refused.Problem.Kind, refused.Problem.Code, refused.Problem.RetryAfterSeconds));
    }

    [Fact]
    public async Task Take_ATurnThatEnds_IsTheNextOnes()
    {
        var turns = new Queue<IDisposable>();
        for (var i = 0; i < 2; i++) turns.Enqueue(await _turns.TakeAsync("ann", Token));

        for (var i = 0; i < 20; i++)
        {
            var next = _turns.TakeAsync("ann", Token);
            Assert.False(next.IsCompleted);
            turns.Dequeue().Dispose();
            turns.Enqueue(await next);
        }
    }

    [Fact]
    public async Task Take_OfThoseThatWereRefused_TakesNothing()
    {
        var turn = await _turns.TakeAsync("ann", Token);
        foreach (var owner in new[] { "bea", "bea" }) await _turns.TakeAsync(owner, Token);
        var refused = _turns.TakeAsync("ann", Token); // has one of its own, and waits for one of the service's
        _clock.Advance(_options.Wait);
        await Assert.ThrowsAsync<UploadRefusedException>(() => refused);

        turn.Dispose();

        Assert.NotNull(await _turns.TakeAsync("ann", Token));
    }

    [Fact]
    public async Task Take_CallerWhoGoesAway_IsNotAnswered()
    {
        for (var i = 0; i < 2; i++) await _turns.TakeAsync("ann", Token);
        using var gone = new CancellationTokenSource();
        var third = _turns.TakeAsync("ann", gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }

    public void Dispose() => _turns.Dispose();
}
