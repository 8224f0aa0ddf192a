using Microsoft.Extensions.Logging.Abstractions;
using MusicGen.Grains.Computing;
using Orleans.Storage;

namespace MusicGen.Grains.Tests.Computing;

public sealed class GrainLoopTests
{
    private readonly SteppedClock _clock = new();
    private readonly LooseGrain _grain = new();
    private TimeSpan _held;
    private bool _stale;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Start_WorkThatFails_IsTriedAgainAfterPausesThatDoubleToThirtySeconds() => InTurnsAsync(async loop =>
    {
        var runs = 0;
        var done = new TaskCompletionSource();
        var pauses = new List<double>();

        loop.Start(_ =>
        {
            if (++runs < 9) throw new IOException("The disk is away.");
            done.SetResult();
            return Task.CompletedTask;
        });
        for (var i = 0; i < 8; i++)
        {
            var pause = await _clock.NextPauseAsync(Token);
            pauses.Add(pause.TotalSeconds);
            _clock.Advance(pause);
        }
        await done.Task.WaitAsync(Token);

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses);
        Assert.Equal(9, runs);
    });

    [Fact]
    public Task Start_WhileItRuns_RunsOnceMoreAfterItsEnd() => InTurnsAsync(async loop =>
    {
        using var begun = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        var (runs, atOnce, mostAtOnce) = (0, 0, 0);
        async Task Work(CancellationToken cancellationToken)
        {
            runs++;
            mostAtOnce = Math.Max(mostAtOnce, ++atOnce);
            begun.Release();
            await mayEnd.WaitAsync(cancellationToken);
            atOnce--;
        }

        loop.Start(Work);
        await begun.WaitAsync(Token);
        loop.Start(Work);
        loop.Start(Work);
        mayEnd.Release();
        await begun.WaitAsync(Token);
        await loop.DisposeAsync();

        Assert.Equal((2, 1), (runs, mostAtOnce));
    });

    [Fact]
    public Task Start_AfterItsEnd_RunsAgain() => InTurnsAsync(async loop =>
    {
        using var ran = new SemaphoreSlim(0);
        for (var i = 0; i < 3; i++)
        {
            loop.Start(_ =>
            {
                ran.Release();
                return Task.CompletedTask;
            });
            await ran.WaitAsync(Token);
        }
    });

    [Fact]
    public Task Start_AnyWork_LetsTheCallersTurnEndFirst() => InTurnsAsync(async loop =>
    {
        var ran = new TaskCompletionSource();

        loop.Start(_ =>
        {
            ran.SetResult();
            return Task.CompletedTask;
        });

        Assert.False(ran.Task.IsCompleted);
        await ran.Task.WaitAsync(Token);
    });

    [Fact]
    public Task Dispose_WhileItWorks_CancelsItAndWaitsForItsEnd() => InTurnsAsync(async loop =>
    {
        var begun = new TaskCompletionSource();
        var ended = false;
        loop.Start(async cancellationToken =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended = true;
            cancellationToken.ThrowIfCancellationRequested();
        });
        await begun.Task.WaitAsync(Token);

        await loop.DisposeAsync();

        Assert.True(ended);
    });

    [Fact]
    public Task Dispose_WhileItPauses_EndsThePause() => InTurnsAsync(async loop =>
    {
        var runs = 0;
        loop.Start(_ =>
        {
            runs++;
            throw new IOException("The disk is away.");
        });
        await _clock.NextPauseAsync(Token);

        await loop.DisposeAsync();

        Assert.Equal(1, runs);
    });

    [Fact]
    public Task Await_WhatTheLoopDoes_EndsWithIt() => InTurnsAsync(async loop =>
    {
        var (mayEnd, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        loop.Start(async _ =>
        {
            await mayEnd.Task;
            done.SetResult();
        });
        var waiting = loop.AwaitAsync(done.Task);
        Assert.False(waiting.IsCompleted);

        mayEnd.SetResult();

        await waiting.WaitAsync(Token);
    });

    [Fact]
    public Task Await_LoopThatGivesTheGrainUp_IsNotForEver() => InTurnsAsync(async loop =>
    {
        loop.Start(_ =>
        {
            _stale = true;
            throw new InconsistentStateException("Another activation was faster.");
        });

        await Assert.ThrowsAsync<InconsistentStateException>(() => loop.AwaitAsync(new TaskCompletionSource().Task).WaitAsync(Token));
    });

    [Fact]
    public Task Start_WorkOfAnotherActivation_EndsAndGivesUpTheGrain() => InTurnsAsync(async loop =>
    {
        var runs = 0;

        loop.Start(_ =>
        {
            runs++;
            _stale = true;
            throw new InconsistentStateException("Another one wrote.");
        });
        await _grain.Deactivated.WaitAsync(Token);
        await loop.DisposeAsync();

        Assert.Equal(1, runs);
    });

    [Fact]
    public Task Start_WhenAnotherGrainsStateWasChanged_TriesAgain() => InTurnsAsync(async loop =>
    {
        var runs = 0;
        var done = new TaskCompletionSource();

        loop.Start(_ =>
        {
            if (++runs == 1) throw new InconsistentStateException("Another grain's other one wrote.");
            done.SetResult();
            return Task.CompletedTask;
        });
        _clock.Advance(await _clock.NextPauseAsync(Token));
        await done.Task.WaitAsync(Token);
        await loop.DisposeAsync();

        Assert.Equal(2, runs);
    });

    [Fact]
    public Task Start_WhileItRuns_HoldsTheActivation() => InTurnsAsync(async loop =>
    {
        var more = new TaskCompletionSource();

        loop.Start(async token => await more.Task.WaitAsync(token));
        while (_held == TimeSpan.Zero) await Task.Yield();
        Assert.Equal(TimeSpan.MaxValue, _held);
        more.SetResult();
        await loop.DisposeAsync();

        Assert.Equal(TimeSpan.Zero, _held);
    });

    /// <summary>As on a grain's scheduler: one turn at a time.</summary>
    private async Task InTurnsAsync(Func<GrainLoop, Task> test)
    {
        var loop = new GrainLoop(_grain, span => _held = span, () => _stale, _clock, NullLogger.Instance);
        await Task.Factory.StartNew(() => test(loop), Token, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
    }
}
