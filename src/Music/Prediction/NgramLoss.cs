namespace MusicGen.Music.Prediction;

/// <summary>How well an n-gram of one order predicts some pieces.</summary>
/// <param name="Order">Sequences of so many tokens, the predicted one among them.</param>
/// <param name="Nats">The sum of −ln p over the tokens.</param>
/// <param name="Tokens">Those that were predicted: of each piece its own, and its end.</param>
public readonly record struct NgramLoss(int Order, double Nats, long Tokens)
{
    /// <summary>0 where there are no tokens.</summary>
    public double NatsPerToken => Tokens > 0 ? Nats / Tokens : 0;
}
