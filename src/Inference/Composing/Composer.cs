using MusicGen.Inference.Model;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Composing;

/// <summary>Composes a tune word by word.</summary>
public static class Composer
{
    /// <summary>Goes on from the primer, one word at a time, as the caller asks for them.</summary>
    /// <param name="model">The network.</param>
    /// <param name="rules">What may come next, after the primer; says when the tune is complete.</param>
    /// <param name="primer">Ids of the words that the tune begins with; may be empty. They are not repeated in the result.</param>
    /// <param name="options">How to draw, of the words that may come.</param>
    /// <param name="seed">With all other arguments equal, the same seed gives the same words, on every machine.</param>
    /// <param name="stream">Tells tunes of one seed apart.</param>
    /// <returns>Ids until the rules are complete, computed as they are enumerated: to cancel, stop enumerating. It can be enumerated once.</returns>
    /// <exception cref="ArgumentException">The rules' vocabulary is not the model's, or an argument lies outside its range.</exception>
    public static IEnumerable<int> Compose(LstmModel model, ITuneRules rules, IReadOnlyList<int> primer, SamplingOptions options, ulong seed, ulong stream = 0)
    {
        var vocabulary = rules.Vocabulary;
        if (vocabulary.Size != model.Shape.VocabularySize)
            throw new ArgumentException($"The vocabulary has {vocabulary.Size} words, the model {model.Shape.VocabularySize}.", nameof(rules));
        if (primer.Any(id => (uint)id >= (uint)vocabulary.Size)) throw new ArgumentOutOfRangeException(nameof(primer), "The primer has an id outside the vocabulary.");
        options.Validate();
        return Words(model, rules, primer, options, new CounterRandom(seed, stream));
    }

    private static IEnumerable<int> Words(LstmModel model, ITuneRules rules, IReadOnlyList<int> primer, SamplingOptions options, CounterRandom random)
    {
        var sampler = new Sampler(model.Shape.VocabularySize, options);
        var forbidden = new bool[model.Shape.VocabularySize];
        var state = new LstmState(model.Shape);
        var logits = new float[model.Shape.VocabularySize];

        model.Step(rules.Vocabulary.Begin, state, logits);
        foreach (var word in primer) model.Step(word, state, logits);
        for (var position = 0UL; !rules.IsComplete; position++)
        {
            rules.Forbid(forbidden);
            var word = sampler.Draw(logits, forbidden, random, position);
            rules.Take(word);
            yield return word;
            if (!rules.IsComplete) model.Step(word, state, logits);
        }
    }
}
