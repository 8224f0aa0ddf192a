using Orleans.Storage;

namespace MusicGen.Grains.Storage;

/// <summary>A grain's durable state: one immutable record, replaced as a whole.</summary>
/// <remarks>Changes take turns, also those of a background loop and a call that interleave. For use on the grain's scheduler only.</remarks>
internal sealed class DurableState<T>(IPersistentState<T> stored)
{
    private Task _lastChange = Task.CompletedTask;
    private T? _durable;
    private bool _writing;

    /// <summary>The newest state that is durable: a change that is still being written is not seen.</summary>
    public T Value => _writing ? _durable! : stored.State;

    /// <summary>True once a write met a version that this activation has not read: the activation is of no more use.</summary>
    public bool IsStale { get; private set; }

    /// <summary>False until the first change is durable.</summary>
    public bool Exists => stored.RecordExists;

    /// <summary>Applies a change to the newest state; when it completes, the change is durable.</summary>
    /// <param name="change">Returning its argument means that there is nothing to write.</param>
    public Task UpdateAsync(Func<T, T> change) => _lastChange = AfterAsync(_lastChange, change);

    /// <summary>Forgets the state; when it completes, there is none, now and after a crash.</summary>
    public Task ClearAsync() => _lastChange = ClearAfterAsync(_lastChange);

    private async Task ClearAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await stored.ClearStateAsync();
        }
        catch (InconsistentStateException)
        {
            IsStale = true;
            throw;
        }
    }

    private async Task AfterAsync(Task before, Func<T, T> change)
    {
        // Whoever made the change before hears of its failure; this one starts from what memory holds then.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var old = stored.State;
        var next = change(old);
        if (ReferenceEquals(old, next) && stored.RecordExists) return;
        (_durable, _writing, stored.State) = (old, true, next);
        try
        {
            await stored.WriteStateAsync();
        }
        catch (Exception e)
        {
            IsStale |= e is InconsistentStateException;
            stored.State = old;
            throw;
        }
        finally
        {
            _writing = false;
        }
    }
}
