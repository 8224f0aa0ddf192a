using System.Runtime.InteropServices;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Datasets;

/// <summary>Freezes a collection for training.</summary>
public static class DatasetBuilder
{
    /// <summary>A dataset's tokens, at most: its token file of 2 GB still fits one array.</summary>
    public const int MaxTokens = 500_000_000;

    /// <summary>The dataset of the pieces that have words, in their order; null where none has.</summary>
    /// <remarks>
    /// <para>
    /// The vocabulary is that of all pieces: a word that only held-out pieces use is a word of the language all the same.
    /// </para>
    /// <para>
    /// The split depends on the pieces' hashes alone, so the same collection splits the same way whatever the order or names of its files.
    /// Copies of one file, and near-duplicates, stay on one side: a model is not measured by what it has learnt. The groups with the lowest
    /// hashes are held out, as far as they fit: first validation, then test, at least one each from three groups on. Of two,
    /// one is for validation; a single one is for training.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The share is out of range, there are more than <see cref="MaxTokens"/> words, or one cannot be part of a vocabulary.</exception>
    public static Dataset? Build(IEnumerable<DatasetSource> sources, HeldOutShare? heldOut = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var share = heldOut ?? HeldOutShare.Default;
        if (!share.IsValid) throw new ArgumentException($"{share} leaves nothing to learn from.", nameof(heldOut));
        DatasetSource[] kept = [.. sources.Where(source => source.Words.Count > 0)];
        if (kept.Length == 0) return null;
        var count = kept.Sum(source => (long)source.Words.Count);
        if (count > MaxTokens) throw new ArgumentException($"A dataset has at most {MaxTokens} tokens, not {count}.", nameof(sources));
        var splits = SplitByHash(kept, share);
        var tokens = new int[count];
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var pieces = new List<DatasetPiece>(kept.Length);
        var offset = 0;
        foreach (var source in kept)
        {
            pieces.Add(new DatasetPiece(source.Name, source.Sha256, splits[GroupOf(source)], offset, source.Words.Count));
            foreach (var word in source.Words) tokens[offset++] = Number(found, word);
        }
        var vocabulary = Vocabulary.Of(found.Keys);
        Renumber(tokens, found, vocabulary);
        return new Dataset(vocabulary, tokens, pieces);
    }

    /// <summary>Words in the order in which they are met: their ids are known when all are there.</summary>
    private static int Number(Dictionary<string, int> found, string word)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(found, word, out var exists);
        if (!exists) number = found.Count - 1;
        return number;
    }

    private static void Renumber(Span<int> tokens, Dictionary<string, int> found, Vocabulary vocabulary)
    {
        var ids = new int[found.Count];
        foreach (var (word, number) in found) ids[number] = vocabulary.IdOf(word);
        foreach (ref var token in tokens) token = ids[token];
    }

    private static Dictionary<string, Split> SplitByHash(IEnumerable<DatasetSource> sources, HeldOutShare share)
    {
        (string Group, int Size)[] groups = [.. sources.DistinctBy(source => source.Sha256, StringComparer.Ordinal)
            .GroupBy(GroupOf, StringComparer.Ordinal).Select(group => (group.Key, group.Count())).OrderBy(group => group.Key, StringComparer.Ordinal)];
        var pieces = groups.Sum(group => group.Size);
        var validation = Take(share.Validation, fewestGroups: 2, []);
        var test = Take(share.Test, fewestGroups: 3, validation);
        return groups.ToDictionary(
            group => group.Group,
            group => validation.Contains(group.Group) ? Split.Validation : test.Contains(group.Group) ? Split.Test : Split.Train,
            StringComparer.Ordinal);

        HashSet<string> Take(double part, int fewestGroups, HashSet<string> taken)
        {
            var held = new HashSet<string>(StringComparer.Ordinal);
            if (part <= 0 || groups.Length < fewestGroups) return held;
            var room = Math.Clamp((int)Math.Round(part * pieces), 1, pieces - 1);
            foreach (var (group, size) in groups.Where(group => !taken.Contains(group.Group)))
            {
                // Something is left to learn from.
                if (size > room || held.Count + taken.Count == groups.Length - 1) continue;
                held.Add(group);
                room -= size;
            }
            // All of them are large: the smallest makes the least harm.
            if (held.Count == 0) held.Add(groups.Where(group => !taken.Contains(group.Group)).MinBy(group => group.Size).Group);
            return held;
        }
    }

    private static string GroupOf(DatasetSource source) => source.Group ?? source.Sha256;
}
