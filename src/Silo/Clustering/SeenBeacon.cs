namespace MusicGen.Silo.Clustering;

/// <summary>A beacon as it lay in the store.</summary>
/// <param name="Beacon">What it says.</param>
/// <param name="ETag">Its version.</param>
internal sealed record SeenBeacon(Beacon Beacon, string ETag);
