namespace MusicGen.Learning.Checkpoints;

/// <summary>How far a training has come.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Window">Windows done of the pass after those.</param>
/// <param name="Nats">Sum of the losses of that pass so far.</param>
/// <param name="Predictions">Tokens in that sum.</param>
/// <param name="Seconds">Time that the pass has taken so far.</param>
/// <param name="Rollbacks">How often the training has gone back after it had diverged.</param>
/// <param name="Losses">The last losses.</param>
internal sealed record TrainingPosition(long Step, int Epoch, int Window, double Nats, long Predictions, double Seconds, int Rollbacks, LossWatch Losses)
{
    public static TrainingPosition Start { get; } = new(0, 0, 0, 0, 0, 0, 0, LossWatch.Start);

    /// <param name="nats">Sum of the losses of the step.</param>
    /// <param name="predictions">Tokens in it.</param>
    /// <param name="share">Those beside the tokens of a usual step.</param>
    public TrainingPosition AfterStep(double nats, int predictions, double share) => this with
    {
        Step = Step + 1,
        Window = Window + 1,
        Nats = Nats + nats,
        Predictions = Predictions + predictions,
        Losses = Losses.After(nats / predictions, share),
    };

    public TrainingPosition AfterEpoch() => this with { Epoch = Epoch + 1, Window = 0, Nats = 0, Predictions = 0, Seconds = 0 };
}
