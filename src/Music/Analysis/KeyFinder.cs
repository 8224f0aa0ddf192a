namespace MusicGen.Music.Analysis;

/// <summary>The key-finding algorithm of Krumhansl and Schmuckler.</summary>
/// <remarks>C. L. Krumhansl, "Cognitive Foundations of Musical Pitch", Oxford 1990, chapter 4.</remarks>
internal static class KeyFinder
{
    private const int PitchClasses = 12;

    // How well each pitch class, counted from the tonic, fits a key: the probe-tone ratings of Krumhansl and Kessler,
    // Psychological Review 89 (1982), as printed in Krumhansl 1990, table 2.1.
    private static readonly double[] Major = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
    private static readonly double[] Minor = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];

    /// <summary>The key whose profile correlates best; of equals the lowest tonic, major before minor. Null for a flat histogram.</summary>
    /// <param name="weights">How long each pitch class sounds, C first; twelve numbers, not negative.</param>
    public static KeyEstimate? Find(ReadOnlySpan<double> weights)
    {
        var mean = 0.0;
        foreach (var weight in weights) mean += weight / PitchClasses;
        var spread = 0.0;
        foreach (var weight in weights) spread += (weight - mean) * (weight - mean);
        if (spread <= 1e-12 * mean * mean) return null;

        KeyEstimate best = default;
        double bestCorrelation = double.NegativeInfinity, next = double.NegativeInfinity;
        for (var tonic = 0; tonic < PitchClasses; tonic++)
        {
            foreach (var isMinor in (ReadOnlySpan<bool>)[false, true])
            {
                var correlation = Correlation(weights, mean, spread, isMinor ? Minor : Major, tonic);
                if (correlation > bestCorrelation)
                {
                    (next, bestCorrelation) = (bestCorrelation, correlation);
                    best = new KeyEstimate(tonic, isMinor, correlation, 0);
                }
                else
                {
                    next = Math.Max(next, correlation);
                }
            }
        }
        return best with { Margin = bestCorrelation - next };
    }

    private static double Correlation(ReadOnlySpan<double> weights, double mean, double spread, double[] profile, int tonic)
    {
        var profileMean = profile.Average();
        double product = 0, profileSpread = 0;
        for (var degree = 0; degree < PitchClasses; degree++)
        {
            var deviation = profile[degree] - profileMean;
            product += (weights[(tonic + degree) % PitchClasses] - mean) * deviation;
            profileSpread += deviation * deviation;
        }
        return product / Math.Sqrt(spread * profileSpread);
    }
}
