using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Composing;

/// <summary>What may come next in one tune. One tune and one thread each.</summary>
public interface ITuneRules
{
    /// <summary>The words that the tune is made of.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>Whether the tune is complete: then nothing comes next.</summary>
    bool IsComplete { get; }

    /// <summary>Marks every word that must not come next. While the tune is not complete at least one is left unmarked.</summary>
    /// <param name="forbidden">One for each word of the vocabulary; all are written.</param>
    void Forbid(Span<bool> forbidden);

    /// <summary>Takes in the word that came.</summary>
    /// <param name="id">Its id in the vocabulary; one that was not forbidden.</param>
    void Take(int id);
}
