namespace MusicGen.Inference.Sampling;

/// <summary>How the next word is drawn from the model's likelihoods.</summary>
/// <param name="Temperature">Divides the logits; 0 to 100. Below 1 the likely becomes likelier; 0 always takes the likeliest word.</param>
/// <param name="TopK">Only so many of the likeliest words can be drawn; 0 or more, 0: all.</param>
/// <param name="TopP">Of those, only the likeliest whose likelihoods reach this sum; above 0, at most 1: all.</param>
public sealed record SamplingOptions(double Temperature = 1, int TopK = 0, double TopP = 1)
{
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public void Validate()
    {
        if (!(Temperature is >= 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "The temperature must be 0 to 100.");
        if (TopK < 0) throw new ArgumentOutOfRangeException(nameof(TopK), TopK, "Top-k must be 0 or more.");
        if (!(TopP is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(TopP), TopP, "Top-p must be above 0 and at most 1.");
    }
}
