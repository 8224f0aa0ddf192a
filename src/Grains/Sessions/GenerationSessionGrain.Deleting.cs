using System.Runtime.ExceptionServices;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Sessions;

/// <summary>The end of tunes and of the session.</summary>
/// <remarks>
/// First the state says so, then the blobs go: a crash at any place leaves the mark of unfinished work, and whoever is woken by it goes on. It is the loop
/// that takes away what it composes itself, so nothing is written meanwhile. What could not be taken away stays on a list, and the loop tries it again.
/// </remarks>
internal sealed partial class GenerationSessionGrain
{
    /// <summary>Stands among the numbers of tunes for the session itself.</summary>
    private const int Whole = 0;

    /// <summary>Tunes that have ended and may still have blobs, or their mark, in the store.</summary>
    private readonly HashSet<int> _untidy = [];

    /// <summary>Tunes of which a write hangs that nobody waits for any more. Their mark stays.</summary>
    private readonly List<int> _behind = [];

    public async Task<Answer<TuneSummary>> CancelTune(int number)
    {
        var answer = TuneOf(number);
        if (!answer.Succeeded) return answer;
        var before = answer.Value.Phase;
        if (before.HasEnded() && before != TunePhase.Canceled) return new Problem(ProblemKind.Conflict, "tune-ended", $"Tune {number} has ended: there is nothing to cancel.");
        if (!before.HasEnded()) await EndAsync(answer.Value with { Phase = TunePhase.Canceled });
        if (_current is { } current && current.Number == number) await LeaveAsync(current);
        await TidyAsync(number);
        return TuneOf(number);
    }

    public async Task<Answer<TuneSummary>> DeleteTune(int number)
    {
        var answer = TuneOf(number);
        if (!answer.Succeeded) return answer;
        if (!answer.Value.Phase.HasEnded())
            return new Problem(ProblemKind.Conflict, "tune-not-ended", $"Tune {number} is {ContractJson.NameOf(answer.Value.Phase)}: cancel it, or wait until it has ended.");
        await _unfinished.MarkAsync(UnfinishedKind, MarkOf(number));
        await _state.UpdateAsync(state => state.Tunes[number - 1] is { DeletedAt: null } tune
            ? state with { Tunes = state.Tunes.SetItem(number - 1, tune with { DeletedAt = _clock.GetUtcNow() }) }
            : state);
        if (_current is { } current && current.Number == number) await current.Left; // its files may be about to be tidied
        await TidyAsync(number);
        return TuneOf(number);
    }

    public async Task<Problem?> Delete()
    {
        if (!Exists) return NotFound;
        await _unfinished.MarkAsync(UnfinishedKind, MarkOf(Whole));
        await _state.UpdateAsync(state => state with { Deleted = true });
        KeepPlaces();
        _changed.Raise();
        if (_current is { } current) await LeaveAsync(current);
        _loop.Start(WorkAsync);
        return null;
    }

    /// <summary>Stops what is being composed, and waits until nothing more is written for it.</summary>
    private static async Task LeaveAsync(TuneInProgress current)
    {
        var left = current.Left;
        await current.Stop.CancelAsync();
        await left;
    }

    /// <summary>Leaves in the store what belongs to a tune that has ended, and nothing else. Repeating is safe; what fails is tried again by the loop as well.</summary>
    private async Task TidyAsync(int number)
    {
        var tune = TuneOf(number).Value;
        if (tune is not null && !tune.Phase.HasEnded())
        {
            _untidy.Remove(number); // another session of this id has it now
            return;
        }
        _untidy.Add(number);
        try
        {
            if (tune is { Phase: TunePhase.Succeeded, DeletedAt: null }) await _writer.DeleteRequestAsync(Key, number);
            else await _writer.DeleteAsync(Key, number);
            if (!_behind.Contains(number)) await _unfinished.ClearAsync(UnfinishedKind, MarkOf(number));
            _untidy.Remove(number);
        }
        catch
        {
            _loop.Start(WorkAsync);
            throw;
        }
    }

    /// <summary>Tidies up behind every tune that has ended, but the one that is still being stopped.</summary>
    /// <returns>Why it could not be done; null: it is done.</returns>
    private async Task<ExceptionDispatchInfo?> TidyAllAsync()
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var number in _untidy.Where(number => number != _current?.Number).ToList()) failure = await TryTidyAsync(number) ?? failure;
        return failure;
    }

    /// <summary>Those who wait for their turn must not wait for a store that deletes nothing.</summary>
    private async Task<ExceptionDispatchInfo?> TryTidyAsync(int number)
    {
        try
        {
            await TidyAsync(number);
            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>Takes away what a write may leave that was given up and has not ended.</summary>
    private async Task TidyBehindAsync(Task write, int number)
    {
        _behind.Add(number);
        await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _behind.Remove(number);
        _untidy.Add(number);
        _loop.Start(WorkAsync);
    }

    private async Task RemoveAsync()
    {
        await _writer.DeleteAsync(Key);
        foreach (var tune in State.Tunes) await _unfinished.ClearAsync(UnfinishedKind, MarkOf(tune.Number));
        _untidy.Clear();
        await _state.ClearAsync();
        _changed.Raise();
        await _unfinished.ClearAsync(UnfinishedKind, MarkOf(Whole));
    }
}
