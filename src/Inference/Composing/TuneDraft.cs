using MusicGen.Inference.Sampling;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Composing;

/// <summary>A tune that is being composed: what the network hears before the first draw, and how each word is drawn from its logits.</summary>
/// <remarks>A pure function of its arguments and the logits: whoever steps the network, and with whom. One thread at a time.</remarks>
public sealed class TuneDraft
{
    private readonly ITuneRules _rules;
    private readonly Sampler _sampler;
    private readonly CounterRandom _random;
    private ulong _position;

    /// <param name="rules">What may come next, after the primer; says when the tune is complete. For this draft alone.</param>
    /// <param name="primer">Ids of the words that the tune begins with; may be empty.</param>
    /// <param name="options">How to draw, of the words that may come.</param>
    /// <param name="seed">With all other arguments equal, the same seed gives the same words, on every machine.</param>
    /// <param name="stream">Tells tunes of one seed apart.</param>
    /// <param name="already">The words that were drawn before, when the tune was interrupted; it goes on behind them as if it never had been.</param>
    /// <exception cref="ArgumentException">An argument lies outside its range, or the words drawn before are not those of such a tune.</exception>
    public TuneDraft(ITuneRules rules, IReadOnlyList<int> primer, SamplingOptions options, ulong seed, ulong stream = 0, IReadOnlyList<string>? already = null)
    {
        var vocabulary = rules.Vocabulary;
        if (primer.Any(id => (uint)id >= (uint)vocabulary.Size)) throw new ArgumentOutOfRangeException(nameof(primer), "The primer has an id outside the vocabulary.");
        (_rules, _sampler, _random) = (rules, new Sampler(vocabulary.Size, options), new CounterRandom(seed, stream));
        foreach (var id in primer) _sampler.Take(id);
        Heard = [vocabulary.Begin, .. primer, .. Follow(already ?? [])];
    }

    /// <summary>Words that there are.</summary>
    public int VocabularySize => _rules.Vocabulary.Size;

    /// <summary>What the network hears before the first word is drawn: the mark of a beginning, the primer, the words drawn before.</summary>
    public IReadOnlyList<int> Heard { get; }

    /// <summary>The last word of the tune; empty before the first one that was drawn.</summary>
    public string LastWord => _rules.LastWord;

    /// <summary>Whether nothing more is to be drawn.</summary>
    public bool IsComplete => _rules.IsComplete;

    /// <summary>Draws the next word, which the network is to hear next. Allocates nothing.</summary>
    /// <param name="logits">(V): what the network expects after all it has heard.</param>
    /// <param name="forbidden">(V): a workspace, written.</param>
    /// <returns>The id that the network is to hear; <see cref="LastWord"/> is the tune's word.</returns>
    public int Draw(ReadOnlySpan<float> logits, Span<bool> forbidden)
    {
        _rules.Forbid(forbidden);
        var word = _sampler.Draw(logits, forbidden, _random, _position);
        Take(word);
        return word;
    }

    private List<int> Follow(IReadOnlyList<string> already)
    {
        var forbidden = new bool[VocabularySize];
        var ids = new List<int>(already.Count);
        foreach (var word in already)
        {
            if (_rules.IsComplete) throw Strange();
            _rules.Forbid(forbidden);
            // A word that the model has never seen is given music, of which it heard the nearest.
            var id = HeardPrimer.Of([word], _rules.Vocabulary).Ids is [var heard] ? heard : _rules.Vocabulary.Unknown;
            if (forbidden[id]) throw Strange();
            Take(id);
            if (_rules.LastWord != word) throw Strange();
            ids.Add(id);
        }
        return ids;

        static ArgumentException Strange() => new("The tune cannot have begun with these words.", nameof(already));
    }

    private void Take(int word)
    {
        _rules.Take(word);
        _sampler.Take(word);
        _position++;
    }
}
