using Orleans.Placement;

namespace MusicGen.Grains.Placement;

/// <summary>Marks grains that live on the silo named by their key.</summary>
internal sealed class PinToSiloNameStrategy() : PlacementFilterStrategy(order: 0);
