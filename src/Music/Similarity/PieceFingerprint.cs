using System.Diagnostics.CodeAnalysis;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Similarity;

/// <summary>A small summary of a piece by which near-duplicates are found. Immutable, equal by content.</summary>
/// <remarks>
/// It does not change with transposition, tempo, time scale, ticks a quarter, velocities, programs, names or the order of tracks, and little
/// with small edits. Pieces with pitched notes are compared by those alone, pieces of drums alone by their drums.
/// </remarks>
public sealed class PieceFingerprint : IEquatable<PieceFingerprint>
{
    /// <summary>Length of <see cref="ToBytes"/>.</summary>
    public const int SizeBytes = 482;

    /// <summary>Of a piece without notes; it is like nothing, not even itself.</summary>
    public bool IsEmpty => throw new NotImplementedException();

    public static PieceFingerprint Of(Score score) => throw new NotImplementedException();

    /// <summary>An estimate of how much two pieces share, 0 … 1: the Jaccard index of their melodic turns. Symmetric.</summary>
    public double Similarity(PieceFingerprint other) => throw new NotImplementedException();

    /// <summary>The fixed-size form for storage, the same on every machine.</summary>
    public byte[] ToBytes() => throw new NotImplementedException();

    /// <summary>The inverse of <see cref="ToBytes"/>; false for other bytes, those of another version of the fingerprint included.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PieceFingerprint? fingerprint) => throw new NotImplementedException();

    public bool Equals(PieceFingerprint? other) => throw new NotImplementedException();

    public override bool Equals(object? obj) => Equals(obj as PieceFingerprint);

    public override int GetHashCode() => throw new NotImplementedException();
}
