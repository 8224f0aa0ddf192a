using System.Net;

namespace MusicGen.Silo.Clustering;

/// <summary>Which silos, if they live, keep this one from joining.</summary>
/// <param name="cluster">This silo's settings.</param>
/// <param name="redis">Where its Redis is, in words.</param>
/// <param name="network">Where its 127.0.0.1 is.</param>
internal sealed class EntranceRules(ClusterOptions cluster, string redis, string network)
{
    /// <summary>A living silo looks at the table as often as it speaks, so between the first and the third of its words it has put an emptied one back.</summary>
    private const int WordsOfTheForgotten = 3;

    private const int WordsOfOthers = 1;

    private const string AddressSetting = $"{ClusterOptions.Section}:{nameof(ClusterOptions.AdvertisedAddress)}";

    /// <summary>Where this silo listens to the others.</summary>
    public IPEndPoint Place { get; } = new(IPAddress.Parse(cluster.AdvertisedAddress), cluster.SiloPort);

    /// <summary>Null: this silo may join whether that one lives or not.</summary>
    /// <param name="beacon">Of another process.</param>
    /// <param name="row">The row of the member that it speaks as; null: the table, read after the beacon, has none.</param>
    public Doubt? FindDoubt(Beacon beacon, MembershipEntry? row)
    {
        var place = beacon.FindMember()?.Endpoint;
        var isNamesake = beacon.Silo == cluster.Name;
        var isElsewhere = beacon.Network is not null && beacon.Network != network;
        // Where this silo can listen, no other one lives; but another machine's 127.0.0.1 is another place.
        if (isNamesake && Place.Equals(place) && !(isElsewhere && IPAddress.IsLoopback(Place.Address))) return null;
        if (row is { Status: SiloStatus.Dead }) return null;
        if (isNamesake && (row is not null || place is null)) return Namesake(row);
        if (isElsewhere && (IPAddress.IsLoopback(Place.Address) || (place is not null && IPAddress.IsLoopback(place.Address)))) return OutOfReach(beacon, place);
        return row is null && place is not null ? Forgotten(beacon) : null;
    }

    private Doubt Namesake(MembershipEntry? row) => new(
        $"A silo named '{cluster.Name}' lives in the cluster '{cluster.ClusterId}' already{(row is null ? "" : $" (at {row.SiloAddress.Endpoint})")}: "
            + $"stop it, or give this one a name of its own with {ClusterOptions.Section}:{nameof(ClusterOptions.SiloName)}.",
        WordsOfOthers);

    private Doubt OutOfReach(Beacon beacon, IPEndPoint? place) => new(
        IPAddress.IsLoopback(Place.Address)
            ? $"The silo '{beacon.Silo}' of the cluster '{cluster.ClusterId}' lives on another machine or in another container, from where nobody reaches this one at {Place.Address}: "
                + $"set {AddressSetting} to an address of this machine that the others reach."
            : $"The silo '{beacon.Silo}' of the cluster '{cluster.ClusterId}' lives on another machine or in another container at {place}, where this one does not reach it: "
                + $"set {AddressSetting} there to an address that the others reach, and start it again.",
        WordsOfOthers);

    private Doubt Forgotten(Beacon beacon) => new(
        $"The cluster '{cluster.ClusterId}' lives (silo '{beacon.Silo}' has just said so in the store), but Redis at {redis} does not know it: it is another Redis, or it was emptied. "
            + $"A silo that joined now would begin a second cluster on the same store. Give this one the others' {ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}; "
            + "if they use this one and their logs do not say that they have put the members back, stop them all, and start them again.",
        WordsOfTheForgotten);
}
