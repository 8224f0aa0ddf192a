using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Composing;

/// <summary>The grammar of <see cref="Score24"/> in the ids of a model: whatever is drawn becomes a valid piece that keeps to its constraints.</summary>
/// <remarks>A model knows the Score24 words that its pieces had; no other can come.</remarks>
public sealed class Score24Rules : ITuneRules
{
    private const int None = -1;

    private readonly Score24Grammar _grammar;
    private readonly int[] _score24Ids; // of each word of the vocabulary

    /// <param name="vocabulary">The model's words; those that are none of Score24, such as the special ones, never come.</param>
    /// <param name="constraints">What the tune keeps to; its bars include the primer's.</param>
    /// <param name="primer">The Score24 ids that the tune begins with, without EOS; may be empty.</param>
    /// <exception cref="Score24ConstraintException">No tune can keep to the constraints with these words and this primer.</exception>
    /// <exception cref="Score24FormatException">The primer is not the beginning of a valid piece.</exception>
    public Score24Rules(Vocabulary vocabulary, Score24Constraints constraints, ReadOnlySpan<int> primer)
    {
        Vocabulary = vocabulary;
        _score24Ids = [.. vocabulary.Words.Select(word => Score24Vocabulary.TryIdOf(word, out var id) ? id : None)];
        _grammar = new Score24Grammar(constraints, _score24Ids.Where(id => id != None));
        if (primer.Length > 0) _grammar.Prime(primer);
    }

    public Vocabulary Vocabulary { get; }

    public bool IsComplete => _grammar.IsEnded;

    public void Forbid(Span<bool> forbidden)
    {
        var allowed = _grammar.Allowed;
        for (var id = 0; id < forbidden.Length; id++) forbidden[id] = _score24Ids[id] == None || !allowed[_score24Ids[id]];
    }

    public void Take(int id) => _grammar.Advance(_score24Ids[id]);
}
