using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace MusicGen.Grains.Placement;

/// <summary>Keeps only the silo whose name is the grain's key; of two, the one that started last: the cluster has not noticed yet that the other is gone.</summary>
internal sealed class PinToSiloNameDirector(IClusterMembershipService membership) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var name = target.GrainIdentity.Key.ToString();
        var members = membership.CurrentSnapshot.Members;
        return silos.Where(silo => members.TryGetValue(silo, out var member) && member.Name == name).OrderByDescending(silo => silo.Generation).Take(1);
    }
}
