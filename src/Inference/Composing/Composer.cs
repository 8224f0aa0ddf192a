using MusicGen.Inference.Decoding;

namespace MusicGen.Inference.Composing;

/// <summary>Composes one tune by itself, word by word.</summary>
public static class Composer
{
    /// <summary>Goes on with a draft, one word at a time, as the caller asks for them.</summary>
    /// <param name="decoder">The network.</param>
    /// <param name="draft">The tune; afterwards it is complete.</param>
    /// <returns>Ids until the tune is complete, computed as they are enumerated: to cancel, stop enumerating. It can be enumerated once.</returns>
    /// <exception cref="ArgumentException">The draft's vocabulary is not the network's.</exception>
    public static IEnumerable<int> Compose(Decoder decoder, TuneDraft draft)
    {
        RequireSameVocabulary(decoder, draft);
        return Words(decoder, draft);
    }

    internal static void RequireSameVocabulary(Decoder decoder, TuneDraft draft)
    {
        if (draft.VocabularySize != decoder.Shape.VocabularySize)
            throw new ArgumentException($"The vocabulary has {draft.VocabularySize} words, the model {decoder.Shape.VocabularySize}.", nameof(draft));
    }

    private static IEnumerable<int> Words(Decoder decoder, TuneDraft draft)
    {
        var batch = decoder.CreateBatch(1);
        var logits = new float[draft.VocabularySize];
        var forbidden = new bool[draft.VocabularySize];
        for (var i = 0; i < draft.Heard.Count; i++) batch.Step(0, draft.Heard[i], i < draft.Heard.Count - 1 ? [] : logits);
        while (!draft.IsComplete)
        {
            var word = draft.Draw(logits, forbidden);
            yield return word;
            if (!draft.IsComplete) batch.Step(0, word, logits);
        }
    }
}
