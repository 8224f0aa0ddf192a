namespace MusicGen.Music.Prediction;

/// <summary>Counts the sequences of a stream of pieces, of every length up to the order.</summary>
/// <remarks>
/// The stream's places are sorted by what they begin, so that equal sequences stand together: a radix sort from the last word to the first
/// (Knuth, The Art of Computer Programming 3, §5.2.5), linear in the stream. Exact, where hashed contexts would be so only in all likelihood.
/// </remarks>
internal sealed class NgramCounting
{
    private readonly int[] _stream;
    private readonly int _begin;
    private readonly int _order;
    private readonly int[] _places; // sorted by the sequences that begin there

    private NgramCounting(int[] stream, int begin, int order, int[] places) => (_stream, _begin, _order, _places) = (stream, begin, order, places);

    /// <param name="stream">
    /// Pieces, each after a begin word, and one more of them as the last one's end; then as many words of any kind as the order, which are not counted.
    /// </param>
    /// <param name="begin">The begin word. A sequence reaches to the next one at most.</param>
    /// <param name="order">1 or more.</param>
    /// <param name="vocabularySize">Words are 0 … this − 1.</param>
    /// <param name="progress">Hears after each round over the stream which part of them is done.</param>
    /// <param name="cancellationToken">Heard between the rounds, too.</param>
    /// <returns>The levels from 0, the one empty sequence, to the order.</returns>
    public static NgramLevel[] Count(int[] stream, int begin, int order, int vocabularySize, Action<double>? progress, CancellationToken cancellationToken)
    {
        var rounds = order + 2.0;
        int[] sorted = [.. Enumerable.Range(0, stream.Length - order - 1)], spare = new int[sorted.Length];
        for (var depth = order - 1; depth >= 0; depth--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SortBy(stream.AsSpan(depth), sorted, spare, new int[vocabularySize + 1]);
            (sorted, spare) = (spare, sorted);
            progress?.Invoke((order - depth) / rounds);
        }
        cancellationToken.ThrowIfCancellationRequested();
        var counting = new NgramCounting(stream, begin, order, sorted);
        var sizes = counting.Sizes();
        progress?.Invoke((order + 1) / rounds);
        cancellationToken.ThrowIfCancellationRequested();
        var levels = counting.Levels(sizes);
        progress?.Invoke(1);
        return levels;
    }

    private static void SortBy(ReadOnlySpan<int> words, int[] places, int[] sorted, int[] starts)
    {
        foreach (var place in places) starts[words[place] + 1]++;
        for (var word = 1; word < starts.Length; word++) starts[word] += starts[word - 1];
        foreach (var place in places) sorted[starts[words[place]]++] = place;
    }

    /// <summary>How many distinct sequences there are of each length.</summary>
    private int[] Sizes()
    {
        var sizes = new int[_order + 1];
        sizes[0] = 1;
        for (var i = 0; i < _places.Length; i++)
        {
            for (var length = SharedWithBefore(i) + 1; length <= LengthAt(i); length++) sizes[length]++;
        }
        return sizes;
    }

    private NgramLevel[] Levels(int[] sizes)
    {
        int[][] words = [.. sizes.Select(size => new int[size])], counts = [.. sizes.Select(size => new int[size])];
        int[][] firstLonger = [.. sizes.Select((size, length) => length < _order ? new int[size + 1] : [])];
        var filled = new int[_order + 1];
        (filled[0], counts[0][0]) = (1, _places.Length);
        for (var i = 0; i < _places.Length; i++)
        {
            var lengthAt = LengthAt(i);
            for (var length = SharedWithBefore(i) + 1; length <= lengthAt; length++)
            {
                words[length][filled[length]] = _stream[_places[i] + length - 1];
                if (length < _order) firstLonger[length][filled[length]] = filled[length + 1];
                filled[length]++;
            }
            for (var length = 1; length <= lengthAt; length++) counts[length][filled[length] - 1]++;
        }
        for (var length = 0; length < _order; length++) firstLonger[length][^1] = sizes[length + 1];
        return [.. sizes.Select((_, length) => new NgramLevel(words[length], counts[length], firstLonger[length]))];
    }

    private int LengthAt(int i) => Shared(_places[i], _places[i]);

    private int SharedWithBefore(int i) => i > 0 ? Shared(_places[i - 1], _places[i]) : 0;

    /// <summary>How many words the sequences at two places have in common before they differ or end.</summary>
    private int Shared(int place, int other)
    {
        var length = 0;
        while (length < _order && _stream[place + length] == _stream[other + length])
        {
            length++;
            if (length > 1 && _stream[place + length - 1] == _begin) break;
        }
        return length;
    }
}
