using MusicGen.Contracts.Training;

namespace MusicGen.Learning.Optimizing;

/// <summary>The rate of every step: a pure function of where the training stands.</summary>
internal static class LearningRate
{
    private const double LongestWarmup = 0.1;

    /// <summary>Rises in a line over the first steps, but no longer than a tenth of the training; falls along half a cosine to its last value.</summary>
    /// <param name="options">The training's.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="progress">The part of all passes that is done; 0 to 1.</param>
    public static double At(TrainingOptions options, long step, double progress)
    {
        var warmth = options.WarmupSteps == 0 ? 1 : Math.Min(1, Math.Max((step + 1.0) / options.WarmupSteps, progress / LongestWarmup));
        var decay = options.FinalRateShare + ((1 - options.FinalRateShare) * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))));
        return options.LearningRate * warmth * decay;
    }
}
