using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Similarity;

/// <summary>A small summary of a piece by which near-duplicates are found. Immutable, equal by content.</summary>
/// <remarks>
/// <para>
/// It does not change with transposition, tempo, time scale, ticks a quarter, velocities, note lengths, programs, names or the order of
/// tracks, and little with small edits. Pieces with pitched notes are compared by those alone, pieces of drums alone by their drums.
/// </para>
/// <para>
/// It is a one-permutation min-hash (P. Li, A. Owen, C.-H. Zhang, "One Permutation Hashing", NIPS 2012) of the piece's <see cref="Turns"/>, of which
/// each bin keeps 16 bits (P. Li, C. König, "b-Bit Minwise Hashing", WWW 2010).
/// </para>
/// </remarks>
public sealed class PieceFingerprint : IEquatable<PieceFingerprint>
{
    /// <summary>Length of <see cref="ToBytes"/>.</summary>
    public const int SizeBytes = 2 + (2 * BinCount);

    internal const int BinCount = 240;

    private const byte Version = 1;
    private const byte DrumsOnly = 1;

    private readonly ushort[] _bins; // 0: nothing fell into it
    private readonly bool _isDrums;

    private PieceFingerprint(ushort[] bins, bool isDrums)
    {
        (_bins, _isDrums) = (bins, isDrums);
        IsEmpty = !bins.AsSpan().ContainsAnyExcept((ushort)0);
    }

    /// <summary>Of a piece in which no part has four onsets; it is like nothing, not even itself.</summary>
    public bool IsEmpty { get; }

    internal ReadOnlySpan<ushort> Bins => _bins;

    public static PieceFingerprint Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var lowest = new ulong[BinCount];
        Array.Fill(lowest, ulong.MaxValue);
        var turns = new Turns(lowest);
        var isDrums = score.Tracks.All(track => track.IsDrums);
        if (isDrums)
        {
            // Files split a drum set over tracks as they like, so its strokes count together.
            Note[] strokes = [.. score.Tracks.SelectMany(track => track.Notes).Order()];
            turns.Add(strokes, isDrums);
        }
        foreach (var track in score.Tracks)
        {
            if (!track.IsDrums) turns.Add(track.Notes.AsSpan(), isDrums: false);
        }
        return new PieceFingerprint([.. lowest.Select(hash => hash == ulong.MaxValue ? (ushort)0 : Math.Max((ushort)1, (ushort)hash))], isDrums);
    }

    /// <summary>An estimate of how much two pieces share, 0 … 1: the Jaccard index of their turns of four onsets. Symmetric.</summary>
    /// <remarks>
    /// The standard error of an estimate s is √(s (1 − s) / 240), 0.032 at most. Pieces of a few onsets agree by chance; the index leaves them out.
    /// </remarks>
    public double Similarity(PieceFingerprint other)
    {
        var (shared, used) = Compare(other);
        return used > 0 ? (double)shared / used : 0;
    }

    /// <summary>The fixed-size form for storage, the same on every machine.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        (bytes[0], bytes[1]) = (Version, _isDrums ? DrumsOnly : (byte)0);
        for (var i = 0; i < BinCount; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 + (2 * i)), _bins[i]);
        return bytes;
    }

    /// <summary>The inverse of <see cref="ToBytes"/>; false for other bytes, those of another version of the fingerprint included.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PieceFingerprint? fingerprint)
    {
        fingerprint = null;
        if (bytes.Length != SizeBytes || bytes[0] != Version || bytes[1] > DrumsOnly) return false;
        var bins = new ushort[BinCount];
        for (var i = 0; i < BinCount; i++) bins[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 + (2 * i))..]);
        fingerprint = new PieceFingerprint(bins, bytes[1] == DrumsOnly);
        return true;
    }

    public bool Equals(PieceFingerprint? other) => other is not null && _isDrums == other._isDrums && _bins.AsSpan().SequenceEqual(other._bins);

    public override bool Equals(object? obj) => Equals(obj as PieceFingerprint);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(_bins.AsSpan()));
        return hash.ToHashCode();
    }

    /// <summary>The bins in which both have the same, and those in which either has something.</summary>
    internal (int Shared, int Used) Compare(PieceFingerprint other)
    {
        if (_isDrums != other._isDrums) return (0, 0);
        // Counted downwards, since "true" is all ones, in lanes of 16 bits that no count overflows.
        var (equal, empty) = (Vector<ushort>.Zero, Vector<ushort>.Zero);
        var i = 0;
        for (; i + Vector<ushort>.Count <= BinCount; i += Vector<ushort>.Count)
        {
            var (left, right) = (new Vector<ushort>(_bins, i), new Vector<ushort>(other._bins, i));
            equal -= Vector.Equals(left, right);
            empty -= Vector.Equals(left | right, Vector<ushort>.Zero);
        }
        int same = Vector.Sum(equal), unused = Vector.Sum(empty);
        for (; i < BinCount; i++)
        {
            if (_bins[i] == other._bins[i]) same++;
            if ((_bins[i] | other._bins[i]) == 0) unused++;
        }
        return (same - unused, BinCount - unused);
    }
}
