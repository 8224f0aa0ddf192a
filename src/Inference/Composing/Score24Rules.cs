using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Composing;

/// <summary>A grammar of <see cref="Score24"/> in the ids of a model: whatever is drawn becomes a valid piece that keeps to its constraints.</summary>
/// <remarks>
/// A model knows the Score24 words that its pieces had; no other can be composed. Of music that is given it hears the nearest words, as
/// <see cref="HeardPrimer"/> says, and the tune has the music's own; only key signatures and chord symbols that it has never seen are left out.
/// </remarks>
public sealed class Score24Rules : ITuneRules
{
    private readonly ModelWords _words;
    private readonly IPieceGrammar _grammar;

    /// <summary>A tune that goes on from a primer.</summary>
    /// <param name="vocabulary">The model's words; those that are none of Score24, such as the special ones, never come.</param>
    /// <param name="constraints">What the tune keeps to; its bars include the primer's.</param>
    /// <param name="primer">The Score24 ids that the tune begins with, without EOS; may be empty.</param>
    /// <exception cref="Score24ConstraintException">No tune can keep to the constraints with these words and this primer.</exception>
    /// <exception cref="Score24FormatException">The primer is not the beginning of a valid piece.</exception>
    public Score24Rules(Vocabulary vocabulary, Score24Constraints constraints, ReadOnlySpan<int> primer)
    {
        _words = new ModelWords(vocabulary);
        var grammar = new Score24Grammar(constraints, _words.Live);
        if (primer.Length > 0) grammar.Prime(primer);
        _grammar = grammar;
    }

    private Score24Rules(ModelWords words, IPieceGrammar grammar)
    {
        _words = words;
        _grammar = grammar;
    }

    public Vocabulary Vocabulary => _words.Vocabulary;

    public bool IsComplete => _grammar.IsEnded;

    public string LastWord { get; private set; } = "";

    /// <summary>A tune with the shape of a piece, of which it keeps some notes: see <see cref="Score24Variation"/>.</summary>
    /// <param name="vocabulary">The model's words.</param>
    /// <param name="constraints">Range, scale, and whether the tune closes at its end.</param>
    /// <param name="piece">Score24 ids.</param>
    /// <param name="isKept">Whether a note stays, by its place among the notes of the piece, from 0.</param>
    /// <exception cref="Score24ConstraintException">The model has nothing to compose a note with that keeps to the constraints.</exception>
    /// <exception cref="Score24FormatException">The piece is not valid.</exception>
    public static Score24Rules Vary(Vocabulary vocabulary, Score24Constraints constraints, ReadOnlySpan<int> piece, Func<int, bool> isKept)
    {
        var words = new ModelWords(vocabulary);
        return new(words, new Score24Variation(words.Hear(piece), isKept, constraints, words.Live));
    }

    /// <summary>A piece with other programs around it: see <see cref="Score24Accompaniment"/>.</summary>
    /// <param name="vocabulary">The model's words.</param>
    /// <param name="constraints">What the accompaniment keeps to; its programs are named.</param>
    /// <param name="piece">Score24 ids.</param>
    /// <exception cref="Score24ConstraintException">The model can compose no accompaniment that keeps to the constraints.</exception>
    /// <exception cref="Score24FormatException">The piece is not valid.</exception>
    public static Score24Rules Accompany(Vocabulary vocabulary, Score24Constraints constraints, ReadOnlySpan<int> piece)
    {
        var words = new ModelWords(vocabulary);
        return new(words, new Score24Accompaniment(words.Hear(piece), constraints, words.Live));
    }

    public void Forbid(Span<bool> forbidden)
    {
        forbidden.Fill(true);
        var modelIds = _words.ModelIds;
        foreach (var id in _grammar.Next) forbidden[modelIds[id]] = false;
    }

    public void Take(int id)
    {
        // Where a given word and one that could be composed are the same to the model, the given one is meant.
        var given = _grammar.Given;
        var next = given != ModelWords.None && _words.ModelIds[given] == id ? given : _words.Score24Ids[id];
        _grammar.Advance(next);
        LastWord = Score24Vocabulary.WordOf(next);
    }
}
