using Orleans.Placement;

namespace MusicGen.Grains.Placement;

/// <summary>Places the grain on the silo whose name is the grain's key; when that silo is gone, calls fail instead of moving.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PinToSiloNameAttribute() : PlacementFilterAttribute(new PinToSiloNameStrategy());
