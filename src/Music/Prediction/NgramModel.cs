using MusicGen.Music.Tokens;

namespace MusicGen.Music.Prediction;

/// <summary>A model that only counts: the baseline beside which a network's loss is shown. Immutable, safe for concurrent use.</summary>
/// <remarks>
/// <para>
/// An interpolated Witten–Bell n-gram: p(w | h) = (c(hw) + T(h) p(w | h′)) / (c(h) + T(h)), where c counts, T(h) is how many different words came
/// after h, h′ is h without its first word, and below the empty h all words of the vocabulary are equally likely. Sources: I. Witten,
/// T. Bell, "The zero-frequency problem", IEEE Trans. Inf. Theory 37 (1991), method C; S. Chen, J. Goodman, "An empirical study of smoothing
/// techniques for language modeling", TR-10-98, Harvard (1998), §2.
/// </para>
/// <para>
/// It sees what a network sees: the begin word, a piece, and the begin word once more as its end. All but the first are predicted. Unlike a
/// network's memory, its contexts do not reach over the beginning of a piece.
/// </para>
/// <para>
/// It takes at most 56 bytes a token of order 6 (12 more or less for each order more or less), and 12 more while it learns. Real music repeats: nine
/// collections took 1 to 18.
/// </para>
/// </remarks>
public sealed class NgramModel
{
    private readonly Vocabulary _vocabulary;
    private readonly NgramLevel[] _levels;

    private NgramModel(Vocabulary vocabulary, NgramLevel[] levels) => (_vocabulary, _levels) = (vocabulary, levels);

    /// <summary>The highest order.</summary>
    public int Order => _levels.Length - 1;

    /// <summary>The tokens that it has learnt from, the ends of pieces among them; 0 where not even the first piece was within the bound.</summary>
    public int TokensSeen => _levels[0].CountOf(0);

    /// <summary>Learns from pieces, in their order, up to the first that would go beyond the bound.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="pieces">Each without begin words.</param>
    /// <param name="options">Default: order 6, 5 million tokens.</param>
    /// <param name="progress">Hears which part is done, a few times.</param>
    /// <param name="cancellationToken">Ends it within a fraction of a second.</param>
    /// <exception cref="ArgumentException">An option is out of range, a piece has a begin word or an id that is none.</exception>
    public static NgramModel Train(
        Vocabulary vocabulary,
        IReadOnlyCollection<ReadOnlyMemory<int>> pieces,
        NgramOptions? options = null,
        Action<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(pieces);
        options ??= new NgramOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Order, NgramOptions.MostOrder);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostTokens, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MostTokens, NgramOptions.MostTokensLimit);
        var stream = Stream(vocabulary, pieces, options);
        return new NgramModel(vocabulary, NgramCounting.Count(stream, vocabulary.Begin, options.Order, vocabulary.Size, progress, cancellationToken));
    }

    /// <summary>The nats (−ln p) of each token of a piece, and of its end.</summary>
    /// <param name="piece">Without begin words.</param>
    /// <param name="order">1 … <see cref="Order"/>; null: the highest.</param>
    /// <exception cref="ArgumentException">The order is out of range, the piece has a begin word or an id that is none.</exception>
    public double[] NatsOf(ReadOnlySpan<int> piece, int? order = null)
    {
        var asked = order ?? Order;
        ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(order));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked, Order, nameof(order));
        Require(_vocabulary, piece);
        var reader = new NgramReader(_levels[..(asked + 1)], _vocabulary.Size, _vocabulary.Begin);
        var nats = new double[piece.Length + 1];
        Span<double> probabilities = stackalloc double[asked];
        for (var i = 0; i < nats.Length; i++)
        {
            reader.Next(i < piece.Length ? piece[i] : _vocabulary.Begin, probabilities);
            nats[i] = -Math.Log(probabilities[^1]);
        }
        return nats;
    }

    /// <summary>The loss of every order on some pieces, from order 1 on.</summary>
    /// <param name="pieces">Each without begin words.</param>
    /// <param name="progress">Hears after each piece which part of them is done.</param>
    /// <param name="cancellationToken">Heard after each piece.</param>
    /// <exception cref="ArgumentException">A piece has a begin word or an id that is none.</exception>
    public NgramLoss[] Losses(IReadOnlyCollection<ReadOnlyMemory<int>> pieces, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        var nats = new double[Order];
        long tokens = 0;
        var done = 0;
        foreach (var piece in pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Require(_vocabulary, piece.Span);
            AddNats(piece.Span, nats);
            tokens += piece.Length + 1;
            progress?.Invoke((double)++done / pieces.Count);
        }
        return [.. nats.Select((sum, index) => new NgramLoss(index + 1, sum, tokens))];
    }

    /// <summary>The loss of the order that predicts some pieces best, of equally good ones the lowest. Otherwise as <see cref="Losses"/>.</summary>
    public NgramLoss BestLoss(IReadOnlyCollection<ReadOnlyMemory<int>> pieces, Action<double>? progress = null, CancellationToken cancellationToken = default) =>
        Losses(pieces, progress, cancellationToken).MinBy(loss => loss.Nats);

    private void AddNats(ReadOnlySpan<int> piece, Span<double> nats)
    {
        var reader = new NgramReader(_levels, _vocabulary.Size, _vocabulary.Begin);
        Span<double> probabilities = stackalloc double[nats.Length];
        for (var i = 0; i <= piece.Length; i++)
        {
            reader.Next(i < piece.Length ? piece[i] : _vocabulary.Begin, probabilities);
            for (var order = 0; order < nats.Length; order++) nats[order] -= Math.Log(probabilities[order]);
        }
    }

    private static int[] Stream(Vocabulary vocabulary, IReadOnlyCollection<ReadOnlyMemory<int>> pieces, NgramOptions options)
    {
        var tokens = 0L;
        var kept = pieces.TakeWhile(piece => (tokens += piece.Length + 1L) <= options.MostTokens).ToList();
        var stream = new int[kept.Sum(piece => piece.Length + 1) + 1 + options.Order];
        Array.Fill(stream, vocabulary.Begin);
        var place = 1;
        foreach (var piece in kept)
        {
            Require(vocabulary, piece.Span);
            piece.CopyTo(stream.AsMemory(place));
            place += piece.Length + 1;
        }
        return stream;
    }

    private static void Require(Vocabulary vocabulary, ReadOnlySpan<int> piece)
    {
        vocabulary.RequireIds(piece);
        if (piece.Contains(vocabulary.Begin)) throw new ArgumentException("A piece has no begin word of its own.", nameof(piece));
    }
}
