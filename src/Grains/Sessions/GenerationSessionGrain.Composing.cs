using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Models;
using MusicGen.Grains.Telemetry;
using MusicGen.Inference.Batching;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Grains.Sessions;

/// <summary>The work of a session: its tunes one after the other, the variations of each side by side.</summary>
internal sealed partial class GenerationSessionGrain
{
    /// <summary>A moment more than what is left: a timer may be early.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    /// <summary>As long as a timer can wait, and longer than a tune may take.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(2);

    /// <summary>How long a tune that is stopped waits for its last write: a store that is well has ended it then, one that hangs is not waited for.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(1);

    /// <summary>Raised when a tune was asked for: it may be the first to expire.</summary>
    private readonly Signal _asked = new();

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (State.Deleted)
            {
                await RemoveAsync();
                return;
            }
            await ExpireAsync();
            var untidy = await TidyAllAsync();
            if (State.Unfinished.FirstOrDefault() is not { } tune)
            {
                untidy?.Throw(); // there is nothing else to do: the loop begins again after a pause
                return;
            }
            using var current = new TuneInProgress(tune.Number, _clock.GetUtcNow(), cancellationToken);
            _current = current;
            try
            {
                await WatchTheClockAsync(ComposeToEndAsync(tune, current, cancellationToken), current, cancellationToken);
            }
            finally
            {
                _current = null;
            }
        }
    }

    /// <summary>Ends tunes whose time is over, waiting or composed, until the one that is composed has ended.</summary>
    private async Task WatchTheClockAsync(Task composing, TuneInProgress current, CancellationToken cancellationToken)
    {
        try
        {
            while (!composing.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                using var alarm = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(composing, Task.Delay(NextExpiry(), _clock, alarm.Token), _asked.Next);
                await alarm.CancelAsync();
                await ExpireAsync();
                await TidyAllAsync();
            }
        }
        catch
        {
            // The store failed. The loop begins again, and nothing may still be composed then.
            await current.Stop.CancelAsync();
            await composing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            throw;
        }
        await composing;
    }

    private TimeSpan NextExpiry()
    {
        if (!State.Unfinished.Any()) return Timeout.InfiniteTimeSpan;
        var left = State.Unfinished.Min(tune => tune.ExpiresAt) - _clock.GetUtcNow();
        return TimeSpan.FromTicks(Math.Clamp(left.Ticks + Rounding.Ticks, 0, LongestWait.Ticks));
    }

    private async Task ExpireAsync()
    {
        var now = _clock.GetUtcNow();
        foreach (var tune in State.Unfinished.Where(tune => tune.ExpiresAt <= now).ToList())
        {
            await EndAsync(WithProgress(tune) with { Phase = TunePhase.Expired });
            if (_current is { } current && current.Number == tune.Number) await current.Stop.CancelAsync();
        }
    }

    private async Task ComposeToEndAsync(TuneSummary tune, TuneInProgress current, CancellationToken cancellationToken)
    {
        using var span = _asking.Start(Instrumentation.ComposeTune, tune.Number)?.SetTag("musicgen.session.id", Key.Id).SetTag("musicgen.tune.number", tune.Number);
        TuneMeter.Begin();
        try
        {
            await EndAsync(await ComposeAsync(tune, current));
        }
        catch (CheckpointFormatException e)
        {
            // Trying again would not mend the model.
            await FailAsync(tune, $"The model's weights are damaged: {e.Message}");
        }
        catch (TuneRefusedException e)
        {
            // It was accepted once; nor would trying again change what the model knows.
            await FailAsync(tune, e.Message);
        }
        catch (OperationCanceledException) when (current.Stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Canceled, expired or deleted; the state says so already.
        }
        catch (Exception e) when (!IsPassing(e))
        {
            // Nor would it mend a fault of ours; the tunes behind this one must not wait for it.
            LogTuneFailed(_log, e, Key.ToString(), tune.Number);
            await FailAsync(tune, "The tune could not be composed; the operator's log says why.");
        }
        finally
        {
            TuneMeter.Leave();
        }
        if (_untidy.Contains(tune.Number)) await TryTidyAsync(tune.Number);
    }

    /// <summary>Whether trying again later may help: the store, the cluster or the engine failed, or this silo stops.</summary>
    private static bool IsPassing(Exception e) => e is IOException or UnauthorizedAccessException or TimeoutException or OrleansException
        or CompositionInterruptedException or ObjectDisposedException or OperationCanceledException or OutOfMemoryException;

    /// <returns>The finished tune, whose files are written.</returns>
    private async Task<TuneSummary> ComposeAsync(TuneSummary tune, TuneInProgress current)
    {
        if (await FindModelProblemAsync().WaitAsync(current.Stop.Token) is { } gone) throw new TuneRefusedException(gone.Detail);
        var model = await _models.GetAsync(Model, State.Version!);
        var settings = await _writer.ReadRequestAsync(Key, tune);
        var identity = ProgressStore.IdentityOf(settings, tune.ModelHash);
        var saved = await _progress.ReadAsync(Key, tune.Number, identity, settings.Variations);
        try
        {
            return await ComposeFromAsync(saved);
        }
        catch (ArgumentException e) when (saved is not null)
        {
            // Its words are not the beginning of this tune. Progress saves time and nothing else.
            LogProgressUnfit(_log, e, Key.ToString(), tune.Number);
            return await ComposeFromAsync(null);
        }

        async Task<TuneSummary> ComposeFromAsync(SavedProgress? from)
        {
            var events = new TuneEvents(settings);
            if (from is not null)
            {
                current.StartedAt = from.StartedAt;
                foreach (var variation in tune.Variations) events.Add(variation.Number, from.WordsOf(variation.Number));
            }
            current.Events = events;
            _changed.Raise();
            await ComposeSideBySideAsync(model, settings, tune.CreatedAt, identity, current, events);
            return await _writer.WriteAsync(model, Key, WithProgress(tune), settings, events.Words);
        }
    }

    private async Task ComposeSideBySideAsync(LoadedModel model, TuneSettings settings, DateTimeOffset askedAt, string identity, TuneInProgress current, TuneEvents events)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(current.Stop.Token);
        var pace = new ProgressPace(_clock, () => _places.HeldByAll);
        ExceptionDispatchInfo? failure = null;
        await Task.WhenAll(Enumerable.Range(1, settings.Variations).Select(ComposeVariationAsync));
        failure?.Throw();

        async Task ComposeVariationAsync(int variation)
        {
            try
            {
                string[] already = [.. events.Words[variation - 1]];
                await foreach (var words in _composer.ComposeAsync(model, settings, variation, already, stop.Token))
                {
                    TuneMeter.Compose(words.Count);
                    var isFirst = events.Count == 0;
                    events.Add(variation, words);
                    _changed.Raise();
                    if (isFirst && events.Count > 0) TuneMeter.Tell(_clock.GetUtcNow() - askedAt);
                    await pace.KeepAsync(() => SaveAsync(new SavedProgress(identity, current.StartedAt, [.. events.Words.Select(all => string.Join(' ', all))]), current.Number, stop.Token));
                }
                events.Complete(variation);
                _changed.Raise();
            }
            catch (Exception e)
            {
                // The others are of no use without this one.
                failure ??= ExceptionDispatchInfo.Capture(e);
                await stop.CancelAsync();
            }
        }
    }

    /// <summary>A store that is away for a moment costs what a crash would cost then, not the tune.</summary>
    /// <param name="progress">What there is.</param>
    /// <param name="number">The tune's number.</param>
    /// <param name="cancellationToken">Soon stops waiting for the store, which may hang; what it writes later is taken away then.</param>
    private async Task SaveAsync(SavedProgress progress, int number, CancellationToken cancellationToken)
    {
        var write = _progress.WriteAsync(Key, number, progress, cancellationToken);
        try
        {
            await write.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await write.WaitAsync(StorePatience, _clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!write.IsCompleted) _ = TidyBehindAsync(write, number);
            throw;
        }
        catch (Exception e)
        {
            LogProgressNotSaved(_log, e, Key.ToString(), number);
        }
    }

    private Task FailAsync(TuneSummary tune, string reason) => EndAsync(WithProgress(tune) with { Phase = TunePhase.Failed, Reason = reason });

    /// <summary>A tune ends once: what comes second, finished or canceled, changes nothing. The mark stays until the store is tidy.</summary>
    private async Task EndAsync(TuneSummary ended)
    {
        ended = ended with { EndedAt = _clock.GetUtcNow() };
        // Nobody hears more of it than its end counts, whatever is composed until it stops.
        var events = _current is { } current && current.Number == ended.Number ? current.Events : null;
        events?.Close();
        try
        {
            var isEnd = false;
            await _state.UpdateAsync(state => (isEnd = !state.Deleted && !state.Tunes[ended.Number - 1].Phase.HasEnded())
                ? state with { Tunes = state.Tunes.SetItem(ended.Number - 1, ended) }
                : state);
            if (isEnd) TuneMeter.End(ended.Phase);
        }
        catch
        {
            events?.Reopen();
            throw;
        }
        _asking.Forget(ended.Number);
        _untidy.Add(ended.Number);
        KeepPlaces();
        _changed.Raise();
    }

    [LoggerMessage(1400, LogLevel.Error, "tune {Number} of {Session} could not be composed")]
    private static partial void LogTuneFailed(ILogger log, Exception e, string session, int number);

    [LoggerMessage(1402, LogLevel.Warning, "the progress of tune {Number} of {Session} does not fit it: it is composed from its beginning")]
    private static partial void LogProgressUnfit(ILogger log, Exception e, string session, int number);

    [LoggerMessage(1401, LogLevel.Warning, "the progress of tune {Number} of {Session} could not be saved")]
    private static partial void LogProgressNotSaved(ILogger log, Exception e, string session, int number);
}
