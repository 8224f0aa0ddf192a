using MusicGen.Inference.Sampling;

namespace MusicGen.Inference.Tests.Sampling;

/// <summary>What <see cref="SamplingOptions"/> say, step by step in double precision.</summary>
internal sealed class ReferenceSampler(SamplingOptions options)
{
    // Words this much less likely than the likeliest are never drawn in the tests.
    private const double NextToNothing = 1e-7;

    private readonly List<int> _words = [];
    private double _margin;

    public void Take(int word) => _words.Add(word);

    /// <summary>Draws a word; null where there is none.</summary>
    /// <param name="logits">One for each word.</param>
    /// <param name="forbidden">One for each word.</param>
    /// <param name="draw">The random number.</param>
    /// <param name="margin">By how little another word was missed: the least distance of a decision from its boundary.</param>
    public int? Draw(float[] logits, bool[] forbidden, double draw, out double margin)
    {
        _margin = double.PositiveInfinity;
        var word = Draw(logits, forbidden, draw);
        margin = _margin;
        return word;
    }

    private int? Draw(float[] logits, bool[] forbidden, double draw)
    {
        int[] words = [.. Enumerable.Range(0, logits.Length).Where(word => !forbidden[word] && logits[word] > float.NegativeInfinity)];
        if (words.Length == 0) return null;
        var penalties = Penalties(logits.Length);
        var scores = words.ToDictionary(word => word, word => Math.Min(logits[word], float.MaxValue) - penalties[word]);
        var largest = scores.Values.Max();
        if (options.Temperature == 0) return words.First(word => scores[word] == largest);

        var weights = words.ToDictionary(word => word, word => Math.Exp((scores[word] - largest) / options.Temperature));
        int[] left = [.. words.Where(word => IsLikelyEnough(weights[word]))];
        if (options is not { MinP: 0, TopK: 0, TopP: 1 }) left = Likeliest(left, weights);
        var total = left.Sum(word => weights[word]);
        var sum = 0.0;
        foreach (var word in left)
        {
            sum += weights[word];
            if (word != left[^1]) Decide(draw - (sum / total));
            if (draw < sum / total) return word;
        }
        return left[^1];
    }

    private bool IsLikelyEnough(double weight)
    {
        if (options.MinP > 0 && weight != options.MinP) Decide((weight / options.MinP) - 1);
        return weight >= options.MinP;
    }

    private int[] Likeliest(int[] words, Dictionary<int, double> weights)
    {
        int[] ranked = [.. words.OrderByDescending(word => weights[word]).ThenBy(word => word)];
        foreach (var (more, less) in ranked.Zip(ranked.Skip(1)))
        {
            if (weights[more] > weights[less] && weights[more] > NextToNothing) Decide(1 - (weights[less] / weights[more]));
        }
        if (options.TopK > 0) ranked = [.. ranked.Take(options.TopK)];
        if (options.TopP == 1) return ranked;
        var total = ranked.Sum(word => weights[word]);
        var sum = 0.0;
        for (var count = 1; count < ranked.Length; count++)
        {
            sum += weights[ranked[count - 1]];
            Decide((sum / total) - options.TopP);
            if (sum >= options.TopP * total) return ranked[..count];
        }
        return ranked;
    }

    /// <summary>Where a run that ends with the last word came before, no more than 2,047 words ago, the word behind it is penalized.</summary>
    private double[] Penalties(int vocabularySize)
    {
        var penalties = new double[vocabularySize];
        for (var end = Math.Max(0, _words.Count - 2048); end < _words.Count - 1; end++)
        {
            var run = 0;
            while (run <= end && _words[end - run] == _words[^(run + 1)]) run++;
            if (run >= options.RepetitionLength)
                penalties[_words[end + 1]] = Math.Max(penalties[_words[end + 1]], options.RepetitionPenalty * (run + 1 - options.RepetitionLength));
        }
        return penalties;
    }

    private void Decide(double distance) => _margin = Math.Min(_margin, Math.Abs(distance));
}
