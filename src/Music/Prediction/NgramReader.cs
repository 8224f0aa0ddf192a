namespace MusicGen.Music.Prediction;

/// <summary>Reads one piece, and says of each token how probable every order held it.</summary>
internal sealed class NgramReader
{
    private readonly NgramLevel[] _levels;
    private readonly double _uniform;
    private readonly int[] _last; // the last tokens read, 0, 1, 2 … of them, each as a sequence of its level

    /// <param name="levels">From 0 to the order.</param>
    /// <param name="vocabularySize">How many words there are.</param>
    /// <param name="begin">The begin word, which is read already.</param>
    public NgramReader(NgramLevel[] levels, int vocabularySize, int begin)
    {
        (_levels, _uniform, _last) = (levels, 1.0 / vocabularySize, new int[levels.Length - 1]);
        Array.Fill(_last, NgramLevel.None);
        _last[0] = 0;
        if (_last.Length > 1) _last[1] = levels[0].Find(0, begin, levels[1]);
    }

    /// <summary>Reads a word.</summary>
    /// <param name="word">It.</param>
    /// <param name="probabilities">Its probability by the orders from 1 on, as many as there is room for.</param>
    public void Next(int word, Span<double> probabilities)
    {
        var probability = _uniform;
        var context = _last[0];
        for (var length = 0; length < _last.Length; length++)
        {
            var longer = NgramLevel.None;
            if (context != NgramLevel.None)
            {
                longer = _levels[length].Find(context, word, _levels[length + 1]);
                var count = longer == NgramLevel.None ? 0 : _levels[length + 1].CountOf(longer);
                probability = Interpolate(count, _levels[length].CountOf(context), _levels[length].TypesAfter(context), probability);
            }
            if (length < probabilities.Length) probabilities[length] = probability;
            if (length + 1 < _last.Length) (context, _last[length + 1]) = (_last[length + 1], longer);
        }
    }

    private static double Interpolate(int count, int all, int types, double shorter) => all > 0 ? (count + (types * shorter)) / (all + types) : shorter;
}
