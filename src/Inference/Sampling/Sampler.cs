using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MusicGen.Inference.Model;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Sampling;

/// <summary>Draws words from logits: forbidden words out, temperature, top-k, top-p, then one random number.</summary>
/// <remarks>
/// A pure function of its arguments: equal logits, random numbers and position give the same word on every machine, and of two equally likely words
/// the one with the lower id counts as the likelier. Allocates nothing after its construction. One thread at a time.
/// Top-p is nucleus sampling: Holtzman et al., "The curious case of neural text degeneration", ICLR 2020.
/// </remarks>
public sealed class Sampler
{
    private readonly SamplingOptions _options;
    private readonly ulong[] _candidates; // likeliest first: inverted logit above, id below
    private readonly float[] _weights;    // of the candidates, relative to the likeliest

    /// <param name="vocabularySize">Words that there are; 1 or more.</param>
    /// <param name="options">How to draw.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public Sampler(int vocabularySize, SamplingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        options.Validate();
        _options = options;
        _candidates = new ulong[vocabularySize];
        _weights = new float[FixedOrder.Padded(vocabularySize)];
    }

    /// <summary>Draws a word.</summary>
    /// <param name="logits">One for each word. A word whose logit is −∞ or not a number cannot be drawn.</param>
    /// <param name="forbidden">One for each word: true where it must not be drawn.</param>
    /// <param name="random">Random numbers of the tune.</param>
    /// <param name="position">Index of the random number: the word's place in the tune.</param>
    /// <exception cref="ArgumentException">A length is wrong, or there is no word to draw.</exception>
    public int Draw(ReadOnlySpan<float> logits, ReadOnlySpan<bool> forbidden, CounterRandom random, ulong position)
    {
        if (logits.Length != _candidates.Length) throw new ArgumentException($"There are {_candidates.Length} words, but {logits.Length} logits.", nameof(logits));
        if (forbidden.Length != _candidates.Length) throw new ArgumentException($"There are {_candidates.Length} words, but {forbidden.Length} marks.", nameof(forbidden));

        var candidates = Rank(logits, forbidden);
        if (_options.Temperature == 0) return IdOf(candidates[0]);
        if (_options.TopK > 0) candidates = candidates[..Math.Min(_options.TopK, candidates.Length)];
        var weights = Weigh(candidates, logits);
        var total = Total(weights);
        if (_options.TopP < 1)
        {
            var nucleus = CountUntil(weights, _options.TopP * total);
            candidates = candidates[..nucleus];
            weights = weights[..nucleus];
            total = Total(weights);
        }
        return IdOf(candidates[CountUntil(weights, random.Uniform(position) * total, strictly: true) - 1]);
    }

    /// <summary>The words that can be drawn, likeliest first.</summary>
    private Span<ulong> Rank(ReadOnlySpan<float> logits, ReadOnlySpan<bool> forbidden)
    {
        var count = 0;
        for (var id = 0; id < logits.Length; id++)
        {
            if (!forbidden[id] && logits[id] > float.NegativeInfinity) _candidates[count++] = ((ulong)Descending(logits[id]) << 32) | (uint)id;
        }
        if (count == 0) throw new ArgumentException("There is no word to draw: every one is forbidden or has no likelihood.", nameof(forbidden));
        var candidates = _candidates.AsSpan(0, count);
        candidates.Sort();
        return candidates;
    }

    /// <summary>exp((logit − likeliest) / temperature) for each candidate.</summary>
    private Span<float> Weigh(ReadOnlySpan<ulong> candidates, ReadOnlySpan<float> logits)
    {
        var likeliest = Bounded(logits[IdOf(candidates[0])]);
        for (var i = 0; i < candidates.Length; i++)
            _weights[i] = (float)((Bounded(logits[IdOf(candidates[i])]) - likeliest) / _options.Temperature);
        var blocks = MemoryMarshal.Cast<float, Vector256<float>>(_weights.AsSpan(0, FixedOrder.Padded(candidates.Length)));
        for (var block = 0; block < blocks.Length; block++) blocks[block] = FixedOrder.Exp(blocks[block]);
        return _weights.AsSpan(0, candidates.Length);
    }

    private static double Total(ReadOnlySpan<float> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        return total;
    }

    /// <summary>How many weights from the start it takes to reach a sum, or to exceed it; at least one, at most all.</summary>
    private static int CountUntil(ReadOnlySpan<float> weights, double sum, bool strictly = false)
    {
        var reached = 0.0;
        for (var count = 1; count < weights.Length; count++)
        {
            reached += weights[count - 1];
            if (reached > sum || (!strictly && reached == sum)) return count;
        }
        return weights.Length;
    }

    /// <summary>Bits that order as whole numbers do, from the largest logit to the smallest; both zeros are one.</summary>
    private static uint Descending(float logit)
    {
        var bits = BitConverter.SingleToUInt32Bits(logit == 0 ? 0f : logit);
        return (bits >> 31) == 0 ? ~(bits | 0x8000_0000) : bits;
    }

    private static int IdOf(ulong candidate) => (int)(uint)candidate;

    private static double Bounded(float logit) => Math.Clamp(logit, -float.MaxValue, float.MaxValue);
}
