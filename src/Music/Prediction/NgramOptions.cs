namespace MusicGen.Music.Prediction;

/// <summary>How much an n-gram remembers.</summary>
public sealed record NgramOptions
{
    internal const int MostOrder = 10;
    internal const int MostTokensLimit = 100_000_000;

    /// <summary>The longest sequences that are counted, the predicted token among them. 1 … 10; default 6: held-out pieces of nine collections were predicted best by orders from 2 to 6.</summary>
    public int Order { get; init; } = 6;

    /// <summary>
    /// The tokens that are learnt from, at most; what comes after them is not looked at. 1 … 100,000,000; default 5,000,000, which take a few
    /// seconds and, of order 6, 340 MB at most.
    /// </summary>
    public int MostTokens { get; init; } = 5_000_000;
}
