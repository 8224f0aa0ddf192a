namespace MusicGen.Music.Similarity;

/// <summary>A piece that an index knows and that is like the one looked for.</summary>
/// <param name="Id">The name under which it was added.</param>
/// <param name="Similarity">See <see cref="PieceFingerprint.Similarity"/>; at least the index's threshold.</param>
public readonly record struct FingerprintMatch(string Id, double Similarity);
