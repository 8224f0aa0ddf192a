namespace MusicGen.Learning.Checkpoints;

/// <summary>Whether a training's losses go where nothing is learnt any more.</summary>
/// <remarks>
/// Losses differ from window to window, so it is their running mean that is watched, over about 50 steps, and what it is held against is the lowest that it
/// has been. A guess among V words loses ln V: a training that has lost half of that again has diverged. From a quarter on it is suspect.
/// </remarks>
/// <param name="Last">Nats a token of the last window that was no remnant; not a number before the first step.</param>
/// <param name="Smooth">The running mean; likewise.</param>
/// <param name="Best">Its lowest.</param>
internal readonly record struct LossWatch(double Last, double Smooth, double Best)
{
    private const double Smoothness = 0.98;
    private const double Diverged = 0.5;
    private const double Suspect = 0.25;

    /// <summary>What smaller windows lose says nothing: it may be the end of one piece.</summary>
    private const double LeastShare = 0.25;

    public static LossWatch Start { get; } = new(double.NaN, double.NaN, double.PositiveInfinity);

    /// <param name="loss">Nats a token of a step.</param>
    /// <param name="share">Its predictions beside those of a usual step.</param>
    public LossWatch After(double loss, double share = 1)
    {
        var weight = (1 - Smoothness) * Math.Min(share, 1);
        var smooth = double.IsNaN(Smooth) ? loss : ((1 - weight) * Smooth) + (weight * loss);
        return new LossWatch(share < LeastShare && double.IsFinite(loss) ? Last : loss, smooth, Math.Min(Best, smooth));
    }

    /// <summary>Whether it is time to go back.</summary>
    /// <param name="words">Size of the vocabulary.</param>
    public bool HasDiverged(int words) => Smooth > Best + (Diverged * Math.Log(words));

    /// <summary>Whether these weights may be none to come back to.</summary>
    /// <param name="words">Size of the vocabulary.</param>
    public bool IsSuspect(int words) => Smooth > Best + (Suspect * Math.Log(words)) || Last > Best + Math.Log(words);
}
