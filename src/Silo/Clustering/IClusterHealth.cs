namespace MusicGen.Silo.Clustering;

/// <summary>Whether this silo stands with its cluster as it should. Safe for concurrent use.</summary>
public interface IClusterHealth
{
    /// <summary>A sentence for operators; null: nothing is wrong, as always in the embedded profile.</summary>
    string? Fault { get; }
}
