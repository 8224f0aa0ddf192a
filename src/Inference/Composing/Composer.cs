using MusicGen.Inference.Model;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Composing;

/// <summary>Composes a tune word by word.</summary>
public static class Composer
{
    /// <summary>Goes on from the primer, one word at a time, as the caller asks for them.</summary>
    /// <param name="model">The network.</param>
    /// <param name="vocabulary">Its words. The special ones are never composed.</param>
    /// <param name="primer">Ids of the words that the tune begins with; may be empty. They are not repeated in the result.</param>
    /// <param name="words">How many words to compose; 0 or more.</param>
    /// <param name="options">How to draw them.</param>
    /// <param name="seed">With all other arguments equal, the same seed gives the same words, on every machine.</param>
    /// <param name="stream">Tells tunes of one seed apart.</param>
    /// <returns>Exactly <paramref name="words"/> ids, computed as they are enumerated: to cancel, stop enumerating.</returns>
    /// <exception cref="ArgumentException">The vocabulary is not the model's or has no words, or an argument lies outside its range.</exception>
    public static IEnumerable<int> Compose(
        LstmModel model, Vocabulary vocabulary, IReadOnlyList<int> primer, int words, SamplingOptions options, ulong seed, ulong stream = 0)
    {
        if (vocabulary.Size != model.Shape.VocabularySize)
            throw new ArgumentException($"The vocabulary has {vocabulary.Size} words, the model {model.Shape.VocabularySize}.", nameof(vocabulary));
        if (Enumerable.Range(0, vocabulary.Size).All(vocabulary.IsSpecial)) throw new ArgumentException("The vocabulary has no words.", nameof(vocabulary));
        if (primer.Any(id => (uint)id >= (uint)vocabulary.Size)) throw new ArgumentOutOfRangeException(nameof(primer), "The primer has an id outside the vocabulary.");
        ArgumentOutOfRangeException.ThrowIfNegative(words);
        options.Validate();
        return Words(model, vocabulary, primer, words, options, new CounterRandom(seed, stream));
    }

    private static IEnumerable<int> Words(LstmModel model, Vocabulary vocabulary, IReadOnlyList<int> primer, int words, SamplingOptions options, CounterRandom random)
    {
        var sampler = new Sampler(vocabulary.Size, options);
        bool[] forbidden = [.. Enumerable.Range(0, vocabulary.Size).Select(vocabulary.IsSpecial)];
        var state = new LstmState(model.Shape);
        var logits = new float[vocabulary.Size];

        model.Step(vocabulary.Begin, state, logits);
        foreach (var word in primer) model.Step(word, state, logits);
        for (var position = 0; position < words; position++)
        {
            var word = sampler.Draw(logits, forbidden, random, (ulong)position);
            yield return word;
            if (position + 1 < words) model.Step(word, state, logits);
        }
    }
}
