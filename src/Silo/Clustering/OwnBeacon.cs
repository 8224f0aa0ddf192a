using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Clustering;

/// <summary>This silo's beacon: whoever writes it has the name, and every write needs the version of the one before. For one caller at a time.</summary>
internal sealed class OwnBeacon(BeaconStore store, IOptions<ClusterOptions> options, TimeProvider clock)
{
    private readonly string _process = Guid.NewGuid().ToString("n");
    private string? _etag;
    private long _claimed;

    private string Silo => options.Value.Name;

    /// <summary>Whether this process wrote it.</summary>
    public bool IsOwn(Beacon beacon) => beacon.Process == _process;

    /// <summary>Takes the name.</summary>
    /// <param name="predecessor">The beacon of that name that was seen, whose process is gone; null: there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when somebody else did meanwhile.</returns>
    public async Task<bool> TryClaimAsync(SeenBeacon? predecessor, CancellationToken cancellationToken)
    {
        _claimed = clock.GetTimestamp();
        return (_etag = await store.PutAsync(At(null), predecessor?.ETag, cancellationToken)) is not null;
    }

    /// <summary>Says that this silo lives, if it is time to, until <see cref="BeaconKeeper"/> does: a claim that is silent may be taken. Whoever has taken it is in the list of beacons then.</summary>
    public async Task KeepClaimAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(_claimed) < BeaconKeeper.Interval) return;
        _claimed = clock.GetTimestamp();
        await TryRefreshAsync(null, cancellationToken);
    }

    /// <summary>Says once more that this silo lives. A call that fails or is canceled may have said so.</summary>
    /// <param name="address">As which member of the cluster; null: it is none yet.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the name is another's by now.</returns>
    public async Task<bool> TryRefreshAsync(string? address, CancellationToken cancellationToken)
    {
        if (await store.PutAsync(At(address), _etag, cancellationToken) is { } written)
        {
            _etag = written;
            return true;
        }
        // A write whose answer was lost, a beacon that somebody has cleared away, or a successor.
        var found = await store.FindAsync(Silo, cancellationToken);
        if (found is not null && !IsOwn(found.Beacon)) return false;
        // Where this fails as well, the next time looks again: only a successor that was seen is one.
        _etag = found?.ETag;
        _etag = await store.PutAsync(At(address), _etag, cancellationToken) ?? _etag;
        return true;
    }

    /// <summary>Gives the name back, if it is still this process's.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (_etag is not { } mine || await store.DeleteAsync(Silo, mine, cancellationToken)) return;
        // A last word whose answer was lost.
        if (await store.FindAsync(Silo, cancellationToken) is { } found && IsOwn(found.Beacon)) await store.DeleteAsync(Silo, found.ETag, cancellationToken);
    }

    private Beacon At(string? address) => new(Silo, _process, address, LoopbackNetwork.Id);
}
