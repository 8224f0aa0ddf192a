namespace MusicGen.Learning.Checkpoints;

/// <summary>How far a training has come.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Window">Windows done of the pass after those.</param>
/// <param name="Nats">Sum of the losses of that pass so far.</param>
/// <param name="Predictions">Tokens in that sum.</param>
/// <param name="Seconds">Time that the pass has taken so far.</param>
internal sealed record TrainingPosition(long Step, int Epoch, int Window, double Nats, long Predictions, double Seconds)
{
    public static TrainingPosition Start { get; } = new(0, 0, 0, 0, 0, 0);

    public TrainingPosition AfterStep(double nats, int predictions) =>
        this with { Step = Step + 1, Window = Window + 1, Nats = Nats + nats, Predictions = Predictions + predictions };

    public TrainingPosition AfterEpoch() => Start with { Step = Step, Epoch = Epoch + 1 };
}
