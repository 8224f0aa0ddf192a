using MusicGen.Bench.Measuring;

namespace MusicGen.Bench.Soak;

/// <summary>Whether a figure stays where it is: the median of the soak's last quarter beside that of its second. In the first quarter caches fill and code is compiled anew.</summary>
/// <param name="Figure">What it is.</param>
/// <param name="Early">The second quarter's median.</param>
/// <param name="Late">The last quarter's.</param>
internal sealed record SoakTrend(string Figure, double Early, double Late)
{
    /// <summary>What counts as flat: less than a twentieth more.</summary>
    private const double Tolerance = 1.05;

    public double Ratio => Late / Early;

    public bool IsFlat => Late <= Early * Tolerance;

    public static IReadOnlyList<SoakTrend> Of(IReadOnlyList<SoakSample> samples) =>
    [
        Of("memory, MB", samples, sample => sample.MemoryBytes / 1e6),
        Of("handles", samples, sample => sample.Handles),
        Of("threads", samples, sample => sample.Threads),
        Of("stored, MB", samples, sample => sample.StoredBytes / 1e6),
    ];

    private static SoakTrend Of(string name, IReadOnlyList<SoakSample> samples, Func<SoakSample, double> figure)
    {
        var quarter = Math.Max(1, samples.Count / 4);
        return new SoakTrend(name, Median.Of([.. samples.Skip(quarter).Take(quarter).Select(figure)]), Median.Of([.. samples.TakeLast(quarter).Select(figure)]));
    }
}
