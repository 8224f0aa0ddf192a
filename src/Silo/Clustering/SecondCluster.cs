namespace MusicGen.Silo.Clustering;

/// <summary>Silos that live on this silo's store as members of a table that is not this silo's.</summary>
/// <param name="Silos">Their names, in order; at least one.</param>
/// <param name="GivesWay">Whether the cluster of this silo is the one of the two that has to stop.</param>
internal sealed record SecondCluster(IReadOnlyList<string> Silos, bool GivesWay);
