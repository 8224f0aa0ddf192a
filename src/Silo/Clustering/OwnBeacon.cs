using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Clustering;

/// <summary>This silo's beacon: whoever writes it has the name, and every write needs the version of the one before. For one caller at a time.</summary>
internal sealed class OwnBeacon(BeaconStore store, IOptions<ClusterOptions> options)
{
    private readonly string _process = Guid.NewGuid().ToString("n");
    private string? _etag;

    private string Silo => options.Value.Name;

    /// <summary>Takes the name.</summary>
    /// <param name="predecessor">The beacon of that name that was seen, whose process is gone; null: there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when somebody else did meanwhile.</returns>
    public async Task<bool> TryClaimAsync(SeenBeacon? predecessor, CancellationToken cancellationToken) =>
        (_etag = await store.PutAsync(new Beacon(Silo, _process), predecessor?.ETag, cancellationToken)) is not null;

    /// <summary>Says once more that this silo lives.</summary>
    /// <param name="address">As which member of the cluster; null: it is none yet.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the name is another's by now.</returns>
    public async Task<bool> TryRefreshAsync(string? address, CancellationToken cancellationToken)
    {
        var beacon = new Beacon(Silo, _process, address);
        if (await store.PutAsync(beacon, _etag, cancellationToken) is { } written)
        {
            _etag = written;
            return true;
        }
        // A write whose answer was lost, a beacon that somebody has cleared away, or a successor.
        var found = await store.FindAsync(Silo, cancellationToken);
        if (found is not null && found.Beacon.Process != _process) return false;
        // Where this fails as well, the next time looks again: only a successor that was seen is one.
        _etag = found?.ETag;
        _etag = await store.PutAsync(beacon, _etag, cancellationToken) ?? _etag;
        return true;
    }

    /// <summary>Gives the name back, if it is still this process's.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (_etag is { } mine) await store.DeleteAsync(Silo, mine, cancellationToken);
    }
}
