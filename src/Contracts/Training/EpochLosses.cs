namespace MusicGen.Contracts.Training;

/// <summary>What a pass over the training split has brought, in nats.</summary>
/// <remarks>
/// Losses a token can be compared where language and vocabulary are the same: with the n-gram beside them they are not quite, which chooses among the dataset's own words, the network
/// also among those of its variants. Losses a note can be compared wherever the held-out pieces are the same and told in the same language.
/// </remarks>
/// <param name="Epoch">1 for the first pass.</param>
/// <param name="Step">Optimizer steps done at its end.</param>
/// <param name="Train">Mean a token over the pass, dropout on, variants in.</param>
/// <param name="HeldOut">Mean a token over the validation split after the pass, dropout off; null where the split is empty.</param>
/// <param name="Seconds">Duration of the pass, evaluation included.</param>
/// <param name="HeldOutPerNote">The same without the ends of the pieces, a note: it can be compared across vocabularies of one language.</param>
/// <param name="TopOne">Share of the held-out tokens that the network thought the likeliest.</param>
/// <param name="LearningRate">At the end of the pass.</param>
/// <param name="CopyRate">Share of the melody notes (the highest of each onset and instrument) of the tunes composed after the pass that lie in runs of 12 intervals from the training split; null where none was composed.</param>
[GenerateSerializer, Immutable, Alias("musicgen.EpochLosses")]
public sealed record EpochLosses(
    [property: Id(0)] int Epoch,
    [property: Id(1)] long Step,
    [property: Id(2)] double Train,
    [property: Id(3)] double? HeldOut,
    [property: Id(4)] double Seconds,
    [property: Id(5)] double? HeldOutPerNote = null,
    [property: Id(6)] double? TopOne = null,
    [property: Id(7)] double LearningRate = 0,
    [property: Id(8)] double? CopyRate = null)
{
    /// <summary>Of a held-out token: between how many words, equally likely, the network was in doubt; null where that is more than a number can say.</summary>
    public double? Perplexity => HeldOut is { } nats && Math.Exp(nats) is < double.PositiveInfinity and var words ? words : null;
}
