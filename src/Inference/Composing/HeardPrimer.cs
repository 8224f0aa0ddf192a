using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Composing;

/// <summary>A primer as a model hears it.</summary>
/// <param name="Ids">A model's id for each word of the primer.</param>
/// <param name="Strange">Words that the model has never seen, each once; where there are any, it cannot go on from the primer.</param>
public sealed record HeardPrimer(IReadOnlyList<int> Ids, IReadOnlyList<string> Strange)
{
    /// <summary>Families whose values lie on a scale: the nearest one says almost the same.</summary>
    private static readonly Score24Family[] Scales = [Score24Family.Position, Score24Family.Tempo, Score24Family.Velocity, Score24Family.Duration];

    /// <summary>
    /// The ids of words. Where the model has never seen a position, tempo, velocity or duration of Score24 it hears the nearest that it has seen; the tune
    /// keeps the primer's own.
    /// </summary>
    public static HeardPrimer Of(IEnumerable<string> words, Vocabulary vocabulary)
    {
        var nearest = new Dictionary<string, int>(StringComparer.Ordinal);
        var (ids, strange) = (new List<int>(), new List<string>());
        foreach (var word in words)
        {
            if (!nearest.TryGetValue(word, out var id)) nearest[word] = id = Nearest(word, vocabulary);
            ids.Add(id);
            if (id == vocabulary.Unknown && !strange.Contains(word)) strange.Add(word);
        }
        return new HeardPrimer(ids, strange);
    }

    private static int Nearest(string word, Vocabulary vocabulary)
    {
        if (vocabulary.Contains(word) && vocabulary.IdOf(word) is var known && !vocabulary.IsSpecial(known)) return known;
        if (!Score24Vocabulary.TryIdOf(word, out var id)) return vocabulary.Unknown;
        var (family, value) = Score24Vocabulary.TokenOf(id);
        if (!Scales.Contains(family)) return vocabulary.Unknown;
        var first = Score24Vocabulary.FirstOf(family);
        return Enumerable.Range(first, Score24Vocabulary.CountOf(family))
            .Where(other => vocabulary.Contains(Score24Vocabulary.WordOf(other)))
            .OrderBy(other => Math.Abs(Score24Vocabulary.TokenOf(other).Value - value))
            .Select(other => vocabulary.IdOf(Score24Vocabulary.WordOf(other)))
            .DefaultIfEmpty(vocabulary.Unknown)
            .First();
    }
}
