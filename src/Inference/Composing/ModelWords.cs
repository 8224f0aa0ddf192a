using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Composing;

/// <summary>Which of a model's ids stands for which token of Score24.</summary>
internal sealed class ModelWords
{
    public const int None = -1;

    private readonly int[] _score24Ids; // of each word of the vocabulary
    private readonly int[] _modelIds = new int[Score24Vocabulary.Size];

    public ModelWords(Vocabulary vocabulary)
    {
        Vocabulary = vocabulary;
        _score24Ids = [.. vocabulary.Words.Select(word => Score24Vocabulary.TryIdOf(word, out var id) ? id : None)];
        Array.Fill(_modelIds, None);
        for (var id = 0; id < _score24Ids.Length; id++)
        {
            if (_score24Ids[id] != None) _modelIds[_score24Ids[id]] = id;
        }
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>The tokens that the model knows.</summary>
    public IEnumerable<int> Live => _score24Ids.Where(id => id != None);

    /// <summary>The model's id for each token: its own, and for those of music that it was given to hear the nearest; else none.</summary>
    public ReadOnlySpan<int> ModelIds => _modelIds;

    /// <summary>The token of each of the model's ids, or none.</summary>
    public ReadOnlySpan<int> Score24Ids => _score24Ids;

    /// <summary>Settles what the model hears of given music; what has no near word it hears as one unknown.</summary>
    /// <returns>The music without what is not heard: key signatures and chord symbols that the model has never seen.</returns>
    public int[] Hear(ReadOnlySpan<int> piece)
    {
        foreach (var id in piece)
        {
            if (_modelIds[id] == None) _modelIds[id] = HeardPrimer.Of([Score24Vocabulary.WordOf(id)], Vocabulary).Ids.FirstOrDefault(None);
        }
        return WithoutChanges.Of(piece, id => _modelIds[id] == None);
    }
}
