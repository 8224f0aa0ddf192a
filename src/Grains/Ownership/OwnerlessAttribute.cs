namespace MusicGen.Grains.Ownership;

/// <summary>A grain that belongs to nobody and serves all owners, such as a queue. All others belong to the owner whose name their key begins with.</summary>
/// <remarks>
/// Whoever calls it, what it does is the service's work: it calls others' grains in the service's name. So it may act on what its own state says, and must not take from
/// an argument which owner's grain it calls.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OwnerlessAttribute : Attribute;
