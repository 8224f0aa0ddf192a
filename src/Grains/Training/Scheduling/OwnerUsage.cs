namespace MusicGen.Grains.Training.Scheduling;

/// <summary>What an owner had of the devices: slot-seconds, each counting less the longer ago it was.</summary>
/// <param name="SlotSeconds">Decayed to <paramref name="At"/>.</param>
/// <param name="At">When it was last reckoned up.</param>
internal readonly record struct OwnerUsage(double SlotSeconds, DateTimeOffset At)
{
    /// <summary>What is left of it at a later time.</summary>
    public double Decayed(DateTimeOffset now, TimeSpan halfLife) => SlotSeconds * Math.Pow(2, -Math.Max(0, (now - At) / halfLife));

    /// <summary>What a slot held without a break until now counts: the integral of the decay over that time, ∫₀ᵗ 2^(−s/h) ds.</summary>
    public static double OfHolding(TimeSpan held, TimeSpan halfLife) => halfLife.TotalSeconds / Math.Log(2) * (1 - Math.Pow(2, -(held / halfLife)));
}
