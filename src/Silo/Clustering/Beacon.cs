namespace MusicGen.Silo.Clustering;

/// <summary>What a silo says of itself in the store every few seconds, as long as it lives. Its version changes each time.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Process">Tells one process of that name from another; random.</param>
/// <param name="Address">As which member it is in the table, <c>ip:port@generation</c>; null: it is about to become one.</param>
/// <param name="Network">Where its 127.0.0.1 is, <see cref="LoopbackNetwork.Id"/>; null: a silo that did not say so yet wrote it.</param>
internal sealed record Beacon(string Silo, string Process, string? Address = null, string? Network = null)
{
    /// <summary>As which member it speaks; null: it is about to become one. Can be read in each beacon that <see cref="BeaconStore"/> has found.</summary>
    public SiloAddress? FindMember() => Address is null ? null : SiloAddress.FromParsableString(Address);
}
