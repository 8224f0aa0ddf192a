using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Composing;

/// <summary>Of note names any may follow any: the tune is complete when it has its number of words.</summary>
/// <remarks>The special words of the vocabulary never come.</remarks>
public sealed class NoteNamesRules : ITuneRules
{
    private const int None = -1;

    private readonly int[] _given; // for each word of the tune the id that it must have, or none
    private readonly bool[] _forbidden; // where the word is not given
    private int _taken;

    /// <summary>A tune of so many words.</summary>
    /// <param name="vocabulary">The model's words.</param>
    /// <param name="words">How many words to compose; 0 or more.</param>
    /// <param name="scale">What all their pitches belong to; null: anything.</param>
    /// <exception cref="ArgumentException">The vocabulary has no words, or none in the scale, or the number is negative.</exception>
    public NoteNamesRules(Vocabulary vocabulary, int words, Scale? scale = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(words);
        if (!HasWords(vocabulary, scale)) throw new ArgumentException("The vocabulary has no words.", nameof(vocabulary));
        (Vocabulary, _given) = (vocabulary, new int[words]);
        Array.Fill(_given, None);
        _forbidden = [.. Enumerable.Range(0, vocabulary.Size).Select(id => !MayCome(vocabulary, id, scale))];
    }

    /// <summary>A tune as long as a primer, of which it has some words in their places.</summary>
    /// <param name="vocabulary">The model's words.</param>
    /// <param name="primer">Ids in it.</param>
    /// <param name="isKept">Whether a word stays, by its place in the primer, from 0.</param>
    /// <param name="scale">What the pitches of the others belong to; null: anything.</param>
    /// <exception cref="ArgumentException">The vocabulary has no words, or none in the scale.</exception>
    public NoteNamesRules(Vocabulary vocabulary, IReadOnlyList<int> primer, Func<int, bool> isKept, Scale? scale = null)
        : this(vocabulary, primer.Count, scale) => _given = [.. primer.Select((id, index) => isKept(index) ? id : None)];

    public Vocabulary Vocabulary { get; }

    public bool IsComplete => _taken == _given.Length;

    public string LastWord { get; private set; } = "";

    /// <summary>Whether a model has a word to compose with.</summary>
    public static bool HasWords(Vocabulary vocabulary, Scale? scale) => Enumerable.Range(0, vocabulary.Size).Any(id => MayCome(vocabulary, id, scale));

    public void Forbid(Span<bool> forbidden)
    {
        if (_given[_taken] == None)
        {
            _forbidden.CopyTo(forbidden);
            return;
        }
        forbidden.Fill(true);
        forbidden[_given[_taken]] = false;
    }

    public void Take(int id)
    {
        _taken++;
        LastWord = Vocabulary.Words[id];
    }

    private static bool MayCome(Vocabulary vocabulary, int id, Scale? scale) =>
        !vocabulary.IsSpecial(id) && (scale is not { } all || (NoteNames.TryParse(vocabulary.Words[id], out var pitches) && pitches.All(all.Contains)));
}
