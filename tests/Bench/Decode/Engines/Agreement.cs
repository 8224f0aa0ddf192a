using MusicGen.Music.Randomness;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>Whether engines compute the same network: logits of some sequences, beside those of the decoder in single precision.</summary>
/// <remarks>The difference is the root of the mean square, as a share of that of the logits. Exchanging two gates of a layer makes it 0.03 at least, losing a layer's memory 0.04.</remarks>
internal static class Agreement
{
    public const double OfSinglePrecision = 1e-5;
    public const double OfBFloat16 = 0.02;
    public const double OfEightBits = 0.02;

    private const int Rows = 3;
    private const int Steps = 20;

    /// <summary>Logits, (steps, rows, V).</summary>
    public static float[] LogitsOf(IEngine engine)
    {
        var random = CounterRandom.For(1, "agreement");
        var logits = new float[Steps * Rows * BenchNetwork.Words];
        var tokens = new int[Rows];
        using var loop = engine.Start(Rows);
        for (var step = 0; step < Steps; step++)
        {
            for (var row = 0; row < Rows; row++) tokens[row] = random.Below((ulong)((step * Rows) + row), BenchNetwork.Words);
            loop.Step(tokens, logits.AsSpan(step * Rows * BenchNetwork.Words, Rows * BenchNetwork.Words));
        }
        return logits;
    }

    /// <summary>How far an engine's logits lie from the reference's.</summary>
    /// <exception cref="InvalidOperationException">Further than its tolerance: it computes something else, and its time means nothing.</exception>
    public static double Require(IEngine engine, float[] reference)
    {
        var squares = LogitsOf(engine).Zip(reference, (one, other) => Math.Pow(one - (double)other, 2)).Sum();
        var difference = Math.Sqrt(squares / reference.Sum(logit => (double)logit * logit));
        return difference <= engine.Tolerance
            ? difference
            : throw new InvalidOperationException($"{engine.Name} computes another network: its logits differ by {difference:G3} of their size, more than {engine.Tolerance:G3}.");
    }
}
