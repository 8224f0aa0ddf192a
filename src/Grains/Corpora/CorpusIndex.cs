using System.Globalization;
using MusicGen.Contracts.Corpora;
using MusicGen.Music.Similarity;

namespace MusicGen.Grains.Corpora;

/// <summary>What a corpus must know of all its files to tell duplicates: made from its pages, kept in memory.</summary>
/// <remarks>About 80 bytes a file, and 1.6 kB more for each that near-duplicates can be found of. For one thread at a time.</remarks>
internal sealed class CorpusIndex
{
    private readonly Dictionary<FileHash, int> _numbers = [];
    private readonly Dictionary<int, int> _groups = [];
    private readonly FingerprintIndex _pieces;

    /// <param name="similarity">From which on pieces count as near-duplicates.</param>
    public CorpusIndex(double similarity) => _pieces = new FingerprintIndex(similarity);

    /// <summary>Number of the first report about these bytes; null when there is none.</summary>
    public int? Find(string sha256) => _numbers.TryGetValue(FileHash.Parse(sha256), out var number) ? number : null;

    /// <summary>The piece that one is most like, if there is any.</summary>
    public (int Number, int Group, double Similarity)? FindSimilar(PieceFingerprint fingerprint)
    {
        if (_pieces.Find(fingerprint) is not { } match) return null;
        var number = int.Parse(match.Id, CultureInfo.InvariantCulture);
        return (number, _groups.GetValueOrDefault(number, number), match.Similarity);
    }

    /// <summary>Adds a report; reports are added in their order.</summary>
    public void Add(int number, PageEntry entry)
    {
        if (entry.Report.Sha256.Length > 0) _numbers.TryAdd(FileHash.Parse(entry.Report.Sha256), number);
        if (entry.Report.Outcome != FileOutcome.Accepted) return;
        if (entry.Group is { } group) _groups.Add(number, group);
        if (PieceFingerprint.TryParse(entry.Fingerprint, out var fingerprint)) _pieces.Add(number.ToString(CultureInfo.InvariantCulture), fingerprint);
    }
}
