using System.Globalization;
using MusicGen.Contracts.Corpora;
using MusicGen.Music.Similarity;

namespace MusicGen.Grains.Corpora;

/// <summary>What a corpus must know of all its files to tell duplicates: made from its pages, kept in memory.</summary>
/// <remarks>About 80 bytes a file, and 1.6 kB more for each that near-duplicates can be found of. For one thread at a time.</remarks>
internal sealed class CorpusIndex
{
    private readonly Dictionary<FileHash, int> _numbers = [];
    private readonly PieceGroups _groups = new();
    private readonly FingerprintIndex _pieces;

    /// <param name="similarity">From which on pieces count as near-duplicates.</param>
    public CorpusIndex(double similarity) => _pieces = new FingerprintIndex(similarity);

    /// <summary>Number of the first report about these bytes; null when there is none but of faults that are not theirs.</summary>
    public int? Find(string sha256) => _numbers.TryGetValue(FileHash.Parse(sha256), out var number) ? number : null;

    /// <summary>The piece that one is most like, and the groups of all that it is like, if there are any.</summary>
    public (int Number, double Similarity, IReadOnlyList<int> Groups)? FindSimilar(PieceFingerprint fingerprint)
    {
        var matches = _pieces.FindAll(fingerprint);
        if (matches.Count == 0) return null;
        int[] groups = [.. matches.Select(match => _groups.FirstOf(NumberOf(match))).Distinct().Order()];
        return (NumberOf(matches[0]), matches[0].Similarity, groups);
    }

    /// <summary>Adds a report; reports are added in their order.</summary>
    public void Add(int number, PageEntry entry)
    {
        if (entry.Report.Sha256.Length > 0 && !entry.IsFault) _numbers.TryAdd(FileHash.Parse(entry.Report.Sha256), number);
        if (entry.Report.Outcome != FileOutcome.Accepted) return;
        if (entry.Groups is { } groups) _groups.Join(number, groups);
        if (PieceFingerprint.TryParse(entry.Fingerprint, out var fingerprint)) _pieces.Add(number.ToString(CultureInfo.InvariantCulture), fingerprint);
    }

    private static int NumberOf(FingerprintMatch match) => int.Parse(match.Id, CultureInfo.InvariantCulture);
}
