namespace MusicGen.Music.Similarity;

/// <summary>Finds near-duplicates among many pieces without comparing each with each.</summary>
/// <remarks>
/// <para>
/// Pieces are compared that agree in one of 80 bands of three bins (locality-sensitive hashing: J. Leskovec, A. Rajaraman, J. Ullman, "Mining
/// of Massive Datasets", 3rd edition, §3.4). A pair of similarity s is found with probability 1 − (1 − s³)⁸⁰: 0.89 at 0.3, 0.97 at 0.35, 0.995 at 0.4.
/// </para>
/// <para>
/// About 1.5 kB a piece; a search looks at 80 × 256 pieces at most, the last added first. Deterministic: what is found depends only on what
/// was added, in which order. For one thread at a time.
/// </para>
/// </remarks>
public sealed class FingerprintIndex
{
    /// <summary>From this similarity on, pieces count as near-duplicates.</summary>
    /// <remarks>Chosen on half of several collections: nearly all pieces with a tenth of their notes left out are above it, nearly no different pieces.</remarks>
    public const double DefaultThreshold = 0.3;

    /// <summary>Fewer agreements are chance: two drum fills of a dozen strokes may well share some.</summary>
    public const int FewestShared = 8;

    private const int BinsPerBand = 3;
    private const int Bands = PieceFingerprint.BinCount / BinsPerBand;
    private const int MostInChain = 256;
    private const int None = -1;

    private readonly double _threshold;
    private readonly List<(string Id, PieceFingerprint Fingerprint)> _pieces = [];
    private readonly List<int> _next = []; // for piece i and band b at 80 i + b: the entry before it in its chain
    private readonly List<int> _lastSearch = []; // for each piece the number of the search that looked at it last
    private int[] _heads = NewHeads(1024);
    private int _searches;

    /// <param name="threshold">0.2 … 1; the lower, the more pairs near it are missed.</param>
    public FingerprintIndex(double threshold = DefaultThreshold)
    {
        if (threshold is not (>= 0.2 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is 0.2 to 1.");
        _threshold = threshold;
    }

    public int Count => _pieces.Count;

    /// <summary>Adds a piece; an id may be added several times and then stands for several pieces.</summary>
    public void Add(string id, PieceFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(fingerprint);
        _pieces.Add((id, fingerprint));
        _lastSearch.Add(_searches);
        if (_pieces.Count * Bands > _heads.Length) Grow();
        else Link(_pieces.Count - 1);
    }

    /// <summary>The most similar piece at or above the threshold, of equally similar ones that were looked at the first added; null where there is none.</summary>
    public FingerprintMatch? Find(PieceFingerprint fingerprint) => FindAll(fingerprint) is [var best, ..] ? best : null;

    /// <summary>All pieces at or above the threshold, the most similar first, of equally similar ones that were looked at the first added.</summary>
    public IReadOnlyList<FingerprintMatch> FindAll(PieceFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        _searches++;
        var found = new List<(int Piece, double Similarity)>();
        for (var band = 0; band < Bands; band++)
        {
            if (KeyOf(fingerprint, band) is not { } key) continue;
            var left = MostInChain;
            for (var entry = _heads[key]; entry != None && left > 0; entry = _next[entry], left--)
            {
                var piece = entry / Bands;
                if (_lastSearch[piece] == _searches) continue;
                _lastSearch[piece] = _searches;
                var (shared, used) = fingerprint.Compare(_pieces[piece].Fingerprint);
                if (shared < FewestShared) continue;
                var similarity = (double)shared / used;
                if (similarity >= _threshold) found.Add((piece, similarity));
            }
        }
        return [.. found.OrderByDescending(match => match.Similarity).ThenBy(match => match.Piece).Select(match => new FingerprintMatch(_pieces[match.Piece].Id, match.Similarity))];
    }

    private static int[] NewHeads(int length)
    {
        var heads = new int[length];
        Array.Fill(heads, None);
        return heads;
    }

    private void Grow()
    {
        _heads = NewHeads(_heads.Length * 2);
        _next.Clear();
        for (var piece = 0; piece < _pieces.Count; piece++) Link(piece);
    }

    private void Link(int piece)
    {
        for (var band = 0; band < Bands; band++)
        {
            var entry = (piece * Bands) + band;
            if (KeyOf(_pieces[piece].Fingerprint, band) is { } key) (_heads[key], entry) = (entry, _heads[key]);
            else entry = None;
            _next.Add(entry);
        }
    }

    /// <summary>The chain of a band's content; null where nothing is in it, which all small pieces share.</summary>
    private int? KeyOf(PieceFingerprint fingerprint, int band)
    {
        var bins = fingerprint.Bins.Slice(band * BinsPerBand, BinsPerBand);
        var content = bins[0] | ((ulong)bins[1] << 16) | ((ulong)bins[2] << 32);
        if (content == 0) return null;
        var hash = (content | ((ulong)band << 48)) * 0x9E37_79B9_7F4A_7C15; // Knuth's multiplicative hashing, by the golden ratio
        return (int)(hash >> 32) & (_heads.Length - 1);
    }
}
