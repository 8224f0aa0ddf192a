using System.Collections;
using System.Collections.Immutable;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Tokens;

/// <summary>Score24 ids seen as words: four bytes each, so that a large collection fits into memory.</summary>
internal sealed class Score24Words(ImmutableArray<int> ids) : IReadOnlyList<string>
{
    public int Count => ids.Length;

    public string this[int index] => Score24Vocabulary.WordOf(ids[index]);

    public IEnumerator<string> GetEnumerator()
    {
        foreach (var id in ids) yield return Score24Vocabulary.WordOf(id);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
