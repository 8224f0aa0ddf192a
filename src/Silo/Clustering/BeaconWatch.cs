namespace MusicGen.Silo.Clustering;

/// <summary>Looks at beacons again and again, and tells living silos from dead ones by whether they change. So no two machines need agree on what time it is.</summary>
internal sealed class BeaconWatch(TimeProvider clock)
{
    /// <summary>Who says nothing for so long is dead: a living one has tried four times in it, even if the store lets each try hang.</summary>
    public static readonly TimeSpan Silence = BeaconKeeper.Interval + (4 * BeaconKeeper.Patience);

    private readonly Dictionary<string, (string ETag, int Changes, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>How often the silo has spoken since it was looked at first; null: it is silent for good.</summary>
    public int? Look(SeenBeacon beacon)
    {
        var name = beacon.Beacon.Silo;
        if (!_seen.TryGetValue(name, out var before)) _seen[name] = before = (beacon.ETag, 0, clock.GetTimestamp());
        else if (before.ETag != beacon.ETag) _seen[name] = before = (beacon.ETag, before.Changes + 1, clock.GetTimestamp());
        return clock.GetElapsedTime(before.Since) < Silence ? before.Changes : null;
    }

    /// <summary>The next look at that silo is the first one.</summary>
    public void Forget(string silo) => _seen.Remove(silo);
}
