using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MusicGen.Inference.Decoding;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Sampling;

/// <summary>Draws a tune's words from logits: forbidden words out, then as <see cref="SamplingOptions"/> say, then one random number.</summary>
/// <remarks>
/// A pure function of its arguments and the words taken: equal logits, random numbers and position give the same word on every machine, and of two
/// equally likely words the one with the lower id counts as the likelier. Allocates nothing after its construction. For one tune and one thread.
/// Top-p is nucleus sampling: Holtzman et al., "The curious case of neural text degeneration", ICLR 2020. Min-p: Nguyen et al., "Turning up the heat", ICLR 2025.
/// </remarks>
public sealed class Sampler
{
    // Eight marks, a byte each, all true.
    private const ulong AllForbidden = 0x0101_0101_0101_0101;

    // For a temperature near zero: infinity times the likeliest word's zero would be no number.
    private const double SharpestTimesZeroIsZero = 1e30;

    // Sums of single-precision numbers are exact to some millionths.
    private const double MarginOfRounding = 0.5;

    private readonly SamplingOptions _options;
    private readonly Repetition? _repetition;
    private readonly int _size;
    private readonly int[] _ids;       // of the words that can be drawn, ascending
    private readonly float[] _weights; // of those: likelihoods relative to the likeliest, zeros up to a multiple of eight
    private readonly ulong[] _ranked;  // likeliest first: inverted weight above, id below

    /// <param name="vocabularySize">Words that there are; 1 or more.</param>
    /// <param name="options">How to draw.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public Sampler(int vocabularySize, SamplingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        options.Validate();
        (_options, _size) = (options, vocabularySize);
        _repetition = options.RepetitionPenalty > 0 ? new Repetition(vocabularySize, options.RepetitionPenalty, options.RepetitionLength) : null;
        _ids = new int[vocabularySize];
        _weights = new float[FixedOrder.Padded(vocabularySize)];
        _ranked = new ulong[vocabularySize];
    }

    /// <summary>Hears a word of the tune, the primer's included, whether or not it was drawn here.</summary>
    public void Take(int word) => _repetition?.Take(word);

    /// <summary>Draws a word; it is not taken yet.</summary>
    /// <param name="logits">One for each word. A word whose logit is −∞ or not a number cannot be drawn.</param>
    /// <param name="forbidden">One for each word: true where it must not be drawn.</param>
    /// <param name="random">Random numbers of the tune.</param>
    /// <param name="position">Index of the random number: the word's place in the tune.</param>
    /// <exception cref="ArgumentException">A length is wrong, or there is no word to draw.</exception>
    public int Draw(ReadOnlySpan<float> logits, ReadOnlySpan<bool> forbidden, CounterRandom random, ulong position)
    {
        if (logits.Length != _size) throw new ArgumentException($"There are {_size} words, but {logits.Length} logits.", nameof(logits));
        if (forbidden.Length != _size) throw new ArgumentException($"There are {_size} words, but {forbidden.Length} marks.", nameof(forbidden));

        var count = Gather(logits, forbidden);
        if (count == 0) throw new ArgumentException("There is no word to draw: every one is forbidden or has no likelihood.", nameof(forbidden));
        if (count == 1) return _ids[0];
        if (_repetition is not null) Penalize(_repetition, count);
        if (_options.Temperature == 0) return _ids[_weights.AsSpan(0, count).IndexOf(Largest(count))];
        Weigh(count);
        var draw = random.Uniform(position);
        return _options is { TopK: 0, TopP: 1, MinP: 0 } ? DrawOfAll(count, draw) : DrawOfLikeliest(count, draw);
    }

    /// <summary>Puts the words that can be drawn, and their logits, at the beginning of the arrays.</summary>
    private int Gather(ReadOnlySpan<float> logits, ReadOnlySpan<bool> forbidden)
    {
        var count = 0;
        var first = 0;
        for (; first + FixedOrder.Lanes <= logits.Length; first += FixedOrder.Lanes)
        {
            var marks = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(forbidden.Slice(first, FixedOrder.Lanes)));
            if (marks == AllForbidden) continue;
            var block = Vector256.Create(logits[first..]);
            if (marks != 0 || !Vector256.LessThanAll(Vector256.Abs(block), Vector256.Create(float.PositiveInfinity)))
            {
                for (var id = first; id < first + FixedOrder.Lanes; id++) count += Gather(id, logits[id], forbidden[id], count);
                continue;
            }
            (Vector256.Create(first) + Vector256<int>.Indices).CopyTo(_ids, count);
            block.CopyTo(_weights, count);
            count += FixedOrder.Lanes;
        }
        for (var id = first; id < logits.Length; id++) count += Gather(id, logits[id], forbidden[id], count);
        return count;
    }

    private int Gather(int id, float logit, bool isForbidden, int count)
    {
        if (isForbidden || !(logit > float.NegativeInfinity)) return 0;
        (_ids[count], _weights[count]) = (id, Math.Min(logit, float.MaxValue));
        return 1;
    }

    private void Penalize(Repetition repetition, int count)
    {
        foreach (var word in repetition.Penalized)
        {
            if (_ids.AsSpan(0, count).BinarySearch(word) is >= 0 and var index) _weights[index] = Math.Max(_weights[index] - repetition.PenaltyOf(word), -float.MaxValue);
        }
    }

    private float Largest(int count)
    {
        _weights.AsSpan(count, FixedOrder.Padded(count) - count).Fill(float.NegativeInfinity);
        var largest = Vector256.Create(float.NegativeInfinity);
        foreach (var block in Blocks(count)) largest = Vector256.Max(largest, block);
        var four = Vector128.Max(largest.GetLower(), largest.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>exp((logit − largest) / temperature) in place of each logit, or 0 where min-p leaves the word out.</summary>
    private void Weigh(int count)
    {
        var largest = Vector256.Create(Largest(count));
        var sharpness = Vector256.Create((float)Math.Min(1 / _options.Temperature, SharpestTimesZeroIsZero));
        var least = Vector256.Create((float)_options.MinP);
        foreach (ref var block in Blocks(count))
        {
            var weights = FixedOrder.Exp((block - largest) * sharpness);
            block = Vector256.AndNot(weights, Vector256.LessThan(weights, least));
        }
        _weights.AsSpan(count, FixedOrder.Padded(count) - count).Clear();
    }

    private Span<Vector256<float>> Blocks(int count) => MemoryMarshal.Cast<float, Vector256<float>>(_weights.AsSpan(0, FixedOrder.Padded(count)));

    /// <summary>In the order of the ids.</summary>
    private int DrawOfAll(int count, double draw)
    {
        var left = draw * Total(count);
        var first = 0;
        foreach (var block in Blocks(count))
        {
            var sum = FixedOrder.Sum(block);
            if (left < sum) break;
            left -= sum;
            first += FixedOrder.Lanes;
        }
        for (var i = first; i < count; i++)
        {
            if (left < _weights[i]) return _ids[i];
            left -= _weights[i];
        }
        return _ids[count - 1]; // rounding went past the end
    }

    /// <summary>Likeliest first.</summary>
    private int DrawOfLikeliest(int count, double draw)
    {
        var ranked = Rank(count);
        if (_options.TopK > 0) ranked = ranked[..Math.Min(_options.TopK, ranked.Length)];
        var total = _options.TopK > 0 ? Total(ranked) : Total(count);
        if (_options.TopP < 1) ranked = ranked[..CountUntil(ranked, _options.TopP * total)];
        return _ids[IndexOf(ranked[CountUntil(ranked, draw * Total(ranked), strictly: true) - 1])];
    }

    /// <summary>The words that the options can leave, likeliest first.</summary>
    private Span<ulong> Rank(int count)
    {
        var least = float.Epsilon;
        if (_options is { TopK: 0, TopP: < 1 })
        {
            // Words below a count-th of what top-p leaves out are, even all together, less than that: the likeliest reach top-p without them.
            least = Math.Max(least, (float)(MarginOfRounding * (1 - _options.TopP) * Total(count) / count));
        }
        var ranked = 0;
        for (var i = 0; i < count; i++)
        {
            if (_weights[i] >= least) _ranked[ranked++] = ((ulong)~BitConverter.SingleToUInt32Bits(_weights[i]) << 32) | (uint)i;
        }
        var likeliest = _ranked.AsSpan(0, ranked);
        likeliest.Sort();
        return likeliest;
    }

    private double Total(int count)
    {
        var total = 0.0;
        foreach (var block in Blocks(count)) total += FixedOrder.Sum(block);
        return total;
    }

    private static double Total(ReadOnlySpan<ulong> ranked)
    {
        var total = 0.0;
        foreach (var word in ranked) total += WeightOf(word);
        return total;
    }

    /// <summary>How many words from the start it takes to reach a sum, or to exceed it; at least one, at most all.</summary>
    private static int CountUntil(ReadOnlySpan<ulong> ranked, double sum, bool strictly = false)
    {
        var reached = 0.0;
        for (var count = 1; count < ranked.Length; count++)
        {
            reached += WeightOf(ranked[count - 1]);
            if (reached > sum || (!strictly && reached == sum)) return count;
        }
        return ranked.Length;
    }

    private static float WeightOf(ulong word) => BitConverter.UInt32BitsToSingle(~(uint)(word >> 32));

    private static int IndexOf(ulong word) => (int)(uint)word;
}
