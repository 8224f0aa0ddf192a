using Microsoft.Extensions.Logging;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Grains.Accounts;

/// <summary>How many bytes an owner stores.</summary>
/// <remarks>
/// They are counted in the store, which means to list all of the owner's blobs: once a minute at most, and only when somebody asks. What uploads take in between is added until the next
/// count; what is deleted in between, and an upload that is given up, counts until then as well. Calls come in while a count is on its way: no look at a key waits for it, nor does what has
/// room by the figure that there is.
/// </remarks>
internal sealed partial class AccountGrain
{
    private static readonly TimeSpan CountInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long whoever would be refused by an old figure waits for the new one; callers give up after half a minute.</summary>
    private static readonly TimeSpan CountPatience = TimeSpan.FromSeconds(10);

    /// <summary>A count may take long, so an account that has one stays in memory for longer than others.</summary>
    private static readonly TimeSpan CountStays = TimeSpan.FromMinutes(15);

    /// <summary>On its way; null: none is.</summary>
    private Task? _counting;

    /// <summary>When the last count ended, however it did.</summary>
    private long _countedAt;

    /// <summary>Whether a count has succeeded: there is a figure.</summary>
    private bool _hasCount;
    private long _stored;

    /// <summary>Since the last count that succeeded, or while it went on.</summary>
    private long _taken;

    private bool MustCount => !_hasCount || clock.GetElapsedTime(_countedAt) >= CountInterval;

    public async Task<Problem?> TakeBytes(long bytes)
    {
        if (limits.Value.StoredBytes is not { } most) return null;
        // One who is full by a byte has no room for nothing either: whoever asks for 0 is about to bring something.
        var needed = Math.Max(bytes, 1);
        var counting = Count();
        if (!_hasCount) await counting;
        if (_stored + _taken + needed > most) await WaitForNewsAsync(counting);
        if (_stored + _taken + needed > most) return StorageFull(_stored + _taken, most, bytes);
        _taken += bytes;
        return null;
    }

    public async Task<StorageUse?> GetStorage()
    {
        if (limits.Value.StoredBytes is not { } most) return null;
        var counting = Count();
        if (!_hasCount) await counting;
        await WaitForNewsAsync(counting);
        return new StorageUse(_stored + _taken, most);
    }

    private static Problem StorageFull(long stored, long most, long bytes) => new(
        ProblemKind.TooLarge, "storage-full",
        $"Your files fill {Megabytes(stored)} of the {Megabytes(most)} MB that an owner has here{(bytes > 0 ? $", and {Megabytes(bytes)} MB more do not fit" : "")}. "
            + "Delete corpora, trainings, models, sessions or tunes, and try again in a minute; or ask the operator for more.");

    private static string Megabytes(long bytes) => $"{bytes / (double)(1 << 20):N1}";

    /// <summary>Begins a count where one is due. Everybody has the same one.</summary>
    private Task Count()
    {
        if (_counting is not null) return _counting;
        if (!MustCount) return Task.CompletedTask;
        var counting = CountAnewAsync();
        if (!counting.IsCompleted) _counting = counting;
        return counting;
    }

    /// <summary>For a while: then the figure that there is must do.</summary>
    private async Task WaitForNewsAsync(Task counting) =>
        await counting.WaitAsync(CountPatience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    /// <exception cref="Exception">The store does not say, and there is no figure from before.</exception>
    private async Task CountAnewAsync()
    {
        var before = _taken;
        try
        {
            var stored = await things.CountBytesAsync(Owner);
            // What was taken meanwhile may be among it as well, and counts twice until the next count. A pack that was taken before, and whose write comes behind the listing, is in neither: until the
            // next count each upload that is on its way may have brought one such.
            (_stored, _taken, _hasCount) = (stored, _taken - before, true);
            DelayDeactivation(CountStays);
        }
        catch (Exception e) when (_hasCount)
        {
            LogNotCounted(log, e, Owner);
        }
        finally
        {
            (_counting, _countedAt) = (null, clock.GetTimestamp());
        }
    }

    [LoggerMessage(1611, LogLevel.Warning, "what {Owner} stores could not be counted anew; the figure from before goes on")]
    private static partial void LogNotCounted(ILogger log, Exception e, string owner);
}
