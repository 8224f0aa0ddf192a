using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Grains.Accounts;

/// <summary>How many bytes an owner stores.</summary>
/// <remarks>
/// They are counted in the store, which means to list all of the owner's blobs: once a minute at most, and only when somebody asks. What uploads take in between is added until the next
/// count; what is deleted in between, and an upload that is given up, counts until then as well. Calls come in while a count is on its way: no look at a key waits for it.
/// </remarks>
internal sealed partial class AccountGrain
{
    private static readonly TimeSpan CountInterval = TimeSpan.FromMinutes(1);

    private Task? _counting;
    private long? _countedAt;
    private long _stored;

    /// <summary>Since the last count, or while it went on.</summary>
    private long _taken;

    public async Task<Problem?> TakeBytes(long bytes)
    {
        if (limits.Value.StoredBytes is not { } most) return null;
        var stored = await CountStoredAsync();
        // One who is full by a byte has no room for nothing either: whoever asks for 0 is about to bring something.
        if (stored + Math.Max(bytes, 1) > most) return StorageFull(stored, most, bytes);
        _taken += bytes;
        return null;
    }

    public async Task<StorageUse?> GetStorage() => limits.Value.StoredBytes is { } most ? new StorageUse(await CountStoredAsync(), most) : null;

    private static Problem StorageFull(long stored, long most, long bytes) => new(
        ProblemKind.TooLarge, "storage-full",
        $"Your files fill {Megabytes(stored)} of the {Megabytes(most)} MB that an owner has here{(bytes > 0 ? $", and {Megabytes(bytes)} MB more do not fit" : "")}: "
            + "delete corpora, sessions or tunes, and try again in a minute, or ask the operator for more.");

    private static string Megabytes(long bytes) => $"{bytes / (double)(1 << 20):N1}";

    private async Task<long> CountStoredAsync()
    {
        if (_countedAt is not { } at || clock.GetElapsedTime(at) >= CountInterval)
        {
            // Everybody waits for the same count.
            if (_counting is not { IsCompleted: false }) _counting = CountAnewAsync();
            await _counting;
        }
        return _stored + _taken;
    }

    private async Task CountAnewAsync()
    {
        var before = _taken;
        var stored = await things.CountBytesAsync(Owner);
        // What was taken meanwhile may be among it, or not: it counts twice rather than not at all.
        (_stored, _taken, _countedAt) = (stored, _taken - before, clock.GetTimestamp());
    }
}
