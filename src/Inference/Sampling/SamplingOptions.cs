namespace MusicGen.Inference.Sampling;

/// <summary>How the next word is drawn from the model's likelihoods. The members apply in this order: repetition, temperature, min-p, top-k, top-p.</summary>
/// <param name="Temperature">Divides the logits; 0 to 100. Below 1 the likely becomes likelier; 0 always takes the likeliest word.</param>
/// <param name="TopK">Only so many of the likeliest words can be drawn; 0 or more, 0: all.</param>
/// <param name="TopP">Of those, only the likeliest whose likelihoods reach this sum; above 0, at most 1: all.</param>
/// <param name="MinP">Only words at least so likely as this share of the likeliest one; 0 (all) to 1.</param>
/// <param name="RepetitionPenalty">
/// A word that would go on with a run of words that came before loses this many nats for each word by which the run then is longer than
/// <paramref name="RepetitionLength"/>; 0 (none) to 100. Music repeats itself; this keeps a model from doing nothing else.
/// </param>
/// <param name="RepetitionLength">Runs up to this many words repeat freely; 1 or more.</param>
public sealed record SamplingOptions(
    double Temperature = 1, int TopK = 0, double TopP = 1, double MinP = 0, double RepetitionPenalty = 0, int RepetitionLength = SamplingOptions.DefaultRepetitionLength)
{
    /// <summary>Two bars of a melody: in Score24 a note takes some five words.</summary>
    public const int DefaultRepetitionLength = 48;

    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public void Validate()
    {
        if (!(Temperature is >= 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "The temperature must be 0 to 100.");
        if (TopK < 0) throw new ArgumentOutOfRangeException(nameof(TopK), TopK, "Top-k must be 0 or more.");
        if (!(TopP is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(TopP), TopP, "Top-p must be above 0 and at most 1.");
        if (!(MinP is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(MinP), MinP, "Min-p must be 0 to 1.");
        if (!(RepetitionPenalty is >= 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(RepetitionPenalty), RepetitionPenalty, "The repetition penalty must be 0 to 100.");
        if (RepetitionLength < 1) throw new ArgumentOutOfRangeException(nameof(RepetitionLength), RepetitionLength, "The repetition length must be 1 or more.");
    }
}
