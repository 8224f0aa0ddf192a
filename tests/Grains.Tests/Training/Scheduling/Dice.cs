using MusicGen.Music.Randomness;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>The same random numbers, one after another, in every run.</summary>
internal sealed class Dice(ulong seed)
{
    private readonly CounterRandom _random = CounterRandom.For(seed, "dice");
    private ulong _thrown;

    /// <summary>0 to below 1.</summary>
    public double Uniform() => _random.Uniform(_thrown++);

    public int Below(int count) => _random.Below(_thrown++, count);

    /// <summary>Positive, as much below the median as above it, and some of it far above: e to the power of a normal number (Box and Muller).</summary>
    public double LogNormal(double median) => median * Math.Exp(Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform()));
}
