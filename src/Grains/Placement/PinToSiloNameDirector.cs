using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace MusicGen.Grains.Placement;

/// <summary>Keeps only the silo whose name is the grain's key.</summary>
internal sealed class PinToSiloNameDirector(IClusterMembershipService membership) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var name = target.GrainIdentity.Key.ToString();
        var members = membership.CurrentSnapshot.Members;
        return silos.Where(silo => members.TryGetValue(silo, out var member) && member.Name == name);
    }
}
