namespace MusicGen.Music.Similarity;

/// <summary>Finds near-duplicates among many pieces without comparing each with each.</summary>
/// <remarks>
/// About 1.2 kB a piece. Adding and finding take time that does not grow with the number of pieces but for chance collisions.
/// Deterministic: what is found depends only on what was added, in which order. For one thread at a time.
/// </remarks>
public sealed class FingerprintIndex
{
    /// <summary>From this similarity on, pieces count as near-duplicates.</summary>
    public const double DefaultThreshold = 0.35;

    /// <param name="threshold">0.2 … 1; below 0.2 neighbours would be missed.</param>
    public FingerprintIndex(double threshold = DefaultThreshold) => throw new NotImplementedException();

    public int Count => throw new NotImplementedException();

    /// <summary>Adds a piece; an id may be added several times and then stands for several pieces.</summary>
    public void Add(string id, PieceFingerprint fingerprint) => throw new NotImplementedException();

    /// <summary>The most similar piece at or above the threshold, of equally similar ones that added first; null where there is none.</summary>
    public FingerprintMatch? Find(PieceFingerprint fingerprint) => throw new NotImplementedException();
}
