using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Clustering;

/// <summary>Looks for a second cluster on this silo's store: silos that speak as members and are in no row of this silo's table, again and again. For one caller at a time.</summary>
/// <remarks>
/// A silo that the table has lost without its fault looks there itself every few seconds, and stops. Who goes on speaking is a member somewhere else.
/// Of two clusters the younger one gives way, unless it is the larger one: then people must decide. The age is that of the oldest member that lives, by what is written in the members'
/// addresses. All silos read the same there, whatever time it is on their machines, so two clusters can never both find that the other one is older: the oldest silo of all stays, and all
/// that have it in their table. That the larger one stays keeps a single silo that went astray, its clock perhaps with it, from stopping a whole service.
/// </remarks>
internal sealed class Strangers(BeaconStore beacons, IOptions<ClusterOptions> options, TimeProvider clock)
{
    /// <summary>So often, 12 s, a stranger must have spoken to be told of: a silo that was forgotten stops earlier.</summary>
    public const int WordsToTell = 4;

    /// <summary>So often, 30 s, before anybody gives way to it.</summary>
    public const int WordsToGiveWay = 10;

    private readonly BeaconWatch _watch = new(clock);
    private readonly Dictionary<string, SeenBeacon> _heard = new(StringComparer.Ordinal);
    private HashSet<string> _members = [];

    /// <summary>Hears what the others say; what was heard before a call fails or is canceled is kept, so that the next one gets further. It must come before the table is read: who speaks as a member had its row before it did.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        HashSet<string> listed = new(StringComparer.Ordinal);
        await foreach (var (silo, etag) in beacons.VersionsAsync(cancellationToken))
        {
            if (silo == options.Value.Name) continue;
            listed.Add(silo);
            // What a member says is known; when it ends, its row says so. So among themselves members cost one question in all.
            var isKnown = _heard.TryGetValue(silo, out var known) && (known.ETag == etag || (known.Beacon.Address is { } address && _members.Contains(address)));
            if ((isKnown ? known! with { ETag = etag } : await beacons.FindAsync(silo, cancellationToken)) is { } seen) _heard[silo] = seen;
            else _heard.Remove(silo);
        }
        foreach (var gone in _heard.Keys.Except(listed).ToList()) _heard.Remove(gone);
    }

    /// <summary>Compares what was heard with the table.</summary>
    /// <param name="rows">The table, read after the others were heard.</param>
    /// <returns>Null: nobody lives on this store who is not in it, as far as is known.</returns>
    public SecondCluster? Find(IReadOnlyList<MembershipEntry> rows)
    {
        _members = rows.Where(row => row.Status != SiloStatus.Dead).Select(row => row.SiloAddress.ToParsableString()).ToHashSet(StringComparer.Ordinal);
        var known = rows.Select(row => row.SiloAddress).ToHashSet();
        List<(SiloAddress Member, string Silo, int Words)> strangers = [];
        foreach (var seen in _heard.Values)
        {
            if (seen.Beacon.FindMember() is not { } member || known.Contains(member)) _watch.Forget(seen.Beacon.Silo);
            else if (_watch.Look(seen) is >= WordsToTell and var words) strangers.Add((member, seen.Beacon.Silo, words));
        }
        if (strangers.Count == 0) return null;
        var ours = rows.Where(row => row.Status == SiloStatus.Active).Select(row => row.SiloAddress).ToList();
        var theirs = strangers.Where(stranger => stranger.Words >= WordsToGiveWay).Select(stranger => stranger.Member).ToList();
        // Addresses are ordered by generation first, the second at which a process began.
        return new SecondCluster(
            [.. strangers.Select(stranger => stranger.Silo).Order(StringComparer.Ordinal)], GivesWay: theirs.Count > 0 && theirs.Count >= ours.Count && theirs.Min()!.CompareTo(ours.Min()) < 0);
    }
}
