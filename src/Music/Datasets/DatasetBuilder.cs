using MusicGen.Music.Tokens;

namespace MusicGen.Music.Datasets;

/// <summary>Freezes a collection for training.</summary>
public static class DatasetBuilder
{
    /// <summary>The dataset of the pieces that have words, in their order; null where none has.</summary>
    /// <remarks>
    /// <para>
    /// The vocabulary is that of all pieces: a word that only held-out pieces use is a word of the language all the same.
    /// </para>
    /// <para>
    /// The split depends on the pieces' hashes alone, so the same collection splits the same way whatever the order or names of its files,
    /// and copies of one file stay on one side. The pieces with the lowest hashes are held out: first validation, then test, at least one
    /// each from three different pieces on. Of two, one is for validation; a single one is for training.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The share is out of range, or a word cannot be part of a vocabulary.</exception>
    public static Dataset? Build(IEnumerable<DatasetSource> sources, HeldOutShare? heldOut = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var share = heldOut ?? HeldOutShare.Default;
        if (!share.IsValid) throw new ArgumentException($"{share} leaves nothing to learn from.", nameof(heldOut));
        DatasetSource[] kept = [.. sources.Where(source => source.Words.Count > 0)];
        if (kept.Length == 0) return null;
        var vocabulary = Vocabulary.Of(kept.SelectMany(source => source.Words));
        var splits = SplitByHash(kept, share);
        var tokens = new int[kept.Sum(source => source.Words.Count)];
        var pieces = new List<DatasetPiece>(kept.Length);
        var offset = 0;
        foreach (var source in kept)
        {
            pieces.Add(new DatasetPiece(source.Name, source.Sha256, splits[source.Sha256], offset, source.Words.Count));
            foreach (var word in source.Words) tokens[offset++] = vocabulary.IdOf(word);
        }
        return new Dataset(vocabulary, tokens, pieces);
    }

    private static Dictionary<string, Split> SplitByHash(IEnumerable<DatasetSource> sources, HeldOutShare share)
    {
        string[] hashes = [.. sources.Select(source => source.Sha256).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var validation = hashes.Length >= 2 ? Count(share.Validation) : 0;
        var test = hashes.Length >= 3 ? Math.Min(Count(share.Test), hashes.Length - validation - 1) : 0;
        return hashes
            .Select((hash, rank) => KeyValuePair.Create(hash, SplitOf(rank)))
            .ToDictionary(StringComparer.Ordinal);

        Split SplitOf(int rank) => rank < validation ? Split.Validation : rank < validation + test ? Split.Test : Split.Train;

        int Count(double part) => part > 0 ? Math.Clamp((int)Math.Round(part * hashes.Length), 1, hashes.Length - 1) : 0;
    }
}
