using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;

namespace MusicGen.Bench.Quality;

/// <summary>A dataset whose split is given, not drawn.</summary>
internal static class BenchDataset
{
    /// <param name="pieces">Names, words, and what each piece is for.</param>
    public static Dataset Of(IReadOnlyList<(string Name, string[] Words, Split Split)> pieces)
    {
        var vocabulary = Vocabulary.Of(pieces.SelectMany(piece => piece.Words));
        var (index, tokens) = (new List<DatasetPiece>(), new List<int>());
        foreach (var (name, words, split) in pieces)
        {
            index.Add(new DatasetPiece(name, $"{index.Count:x64}", split, tokens.Count, words.Length));
            tokens.AddRange(words.Select(vocabulary.IdOf));
        }
        return new Dataset(vocabulary, [.. tokens], index);
    }
}
