using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Composing;

/// <summary>What may come next in one tune. One tune and one thread each.</summary>
public interface ITuneRules
{
    /// <summary>The words that the model knows.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>Whether the tune is complete: then nothing comes next.</summary>
    bool IsComplete { get; }

    /// <summary>
    /// The word that <see cref="Take"/> added to the tune. It is that of the id, but for given music of which the model has never seen a word and hears the
    /// nearest: then it is the music's own. Empty before the first one.
    /// </summary>
    string LastWord { get; }

    /// <summary>Marks every word that must not come next. While the tune is not complete at least one is left unmarked.</summary>
    /// <param name="forbidden">One for each word of the vocabulary; all are written.</param>
    void Forbid(Span<bool> forbidden);

    /// <summary>Takes in the word that came.</summary>
    /// <param name="id">Its id in the vocabulary; one that was not forbidden.</param>
    void Take(int id);
}
