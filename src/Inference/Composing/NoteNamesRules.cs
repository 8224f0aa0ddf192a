using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Composing;

/// <summary>Of note names any may follow any: the tune is complete when it has its number of words.</summary>
/// <remarks>The special words of the vocabulary never come.</remarks>
public sealed class NoteNamesRules : ITuneRules
{
    private int _left;

    /// <param name="vocabulary">The model's words.</param>
    /// <param name="words">How many words to compose; 0 or more.</param>
    /// <exception cref="ArgumentException">The vocabulary has no words, or the number is negative.</exception>
    public NoteNamesRules(Vocabulary vocabulary, int words)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(words);
        if (Enumerable.Range(0, vocabulary.Size).All(vocabulary.IsSpecial)) throw new ArgumentException("The vocabulary has no words.", nameof(vocabulary));
        (Vocabulary, _left) = (vocabulary, words);
    }

    public Vocabulary Vocabulary { get; }

    public bool IsComplete => _left == 0;

    public void Forbid(Span<bool> forbidden)
    {
        for (var id = 0; id < forbidden.Length; id++) forbidden[id] = Vocabulary.IsSpecial(id);
    }

    public void Take(int id) => _left--;
}
