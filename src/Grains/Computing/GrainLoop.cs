using Microsoft.Extensions.Logging;
using MusicGen.Grains.Ownership;
using Orleans.Storage;

namespace MusicGen.Grains.Computing;

/// <summary>A grain's one background loop: started when there is work, never twice, ended with the activation.</summary>
/// <remarks>
/// The loop runs on the grain's scheduler, between its calls; only awaited work leaves it. When it throws, it starts again after a pause that
/// doubles from one second to thirty: storage that is away for an hour ends no work. The activation stays as long as the loop runs. Not thread-safe.
/// </remarks>
/// <param name="grain">Whose loop it is.</param>
/// <param name="hold">The grain's <c>DelayDeactivation</c>.</param>
/// <param name="isStale">Whether the grain's state was changed by another activation: then the work is that one's.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="log">Hears of failures.</param>
internal sealed partial class GrainLoop(IGrainBase grain, Action<TimeSpan> hold, Func<bool> isStale, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _again;

    /// <summary>Starts <paramref name="loop"/>, which ends when there is nothing left to do; where it runs already, it runs once more after its end.</summary>
    public void Start(Func<CancellationToken, Task> loop)
    {
        if (!_running.IsCompleted) _again = true;
        else if (!_stop.IsCancellationRequested) _running = RunAsync(loop, _stop.Token);
    }

    /// <summary>Waits for something that the loop will do, but not for a loop that has ended.</summary>
    /// <param name="done">Completes when it is done.</param>
    /// <exception cref="InconsistentStateException">The work is another activation's now, or this one ends: whoever calls again gets an activation that knows.</exception>
    public async Task AwaitAsync(Task done)
    {
        await Task.WhenAny(done, _running);
        if (!done.IsCompleted) throw new InconsistentStateException($"The work of {grain.GrainContext.GrainId} goes on elsewhere.");
    }

    /// <summary>Asks the loop to end and waits for it; it does not start again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> loop, CancellationToken cancellationToken)
    {
        // The caller's turn goes on; the loop takes its own.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // It outlives the call that started it, and is not that caller's.
        CallingOwner.Clear();
        hold(TimeSpan.MaxValue);
        try
        {
            await RepeatAsync(loop, cancellationToken);
        }
        finally
        {
            hold(TimeSpan.Zero);
        }
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> loop, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                _again = false;
                await loop(cancellationToken);
                if (!_again) return;
                pause = FirstPause;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (InconsistentStateException e) when (isStale())
            {
                // Whoever asks next gets a fresh activation, which goes on by itself if anything is left to do.
                LogSuperseded(log, e, grain.GrainContext.GrainId);
                grain.DeactivateOnIdle();
                return;
            }
            catch (Exception e)
            {
                LogRetry(log, e, grain.GrainContext.GrainId, pause.TotalSeconds);
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    [LoggerMessage(1100, LogLevel.Warning, "{Grain} was superseded by another activation")]
    private static partial void LogSuperseded(ILogger log, Exception e, GrainId grain);

    [LoggerMessage(1101, LogLevel.Error, "the work of {Grain} failed; it is tried again in {Seconds} s")]
    private static partial void LogRetry(ILogger log, Exception e, GrainId grain, double seconds);
}
