namespace MusicGen.Music.Analysis;

/// <summary>Where within the quarter onsets fall.</summary>
internal static class PhaseCircle
{
    // Divisible by every division below, so that the positions of an exact grid fall into bins without error.
    private const int Bins = 240;

    private static readonly double[] Cosines = [.. Enumerable.Range(0, Bins).Select(bin => Math.Cos(2 * Math.PI * bin / Bins))];

    /// <summary>Parts of a quarter on which music puts its onsets: quarters to thirty-seconds, and triplets.</summary>
    private static ReadOnlySpan<int> Divisions => [1, 2, 3, 4, 6, 8, 12];

    /// <summary>How closely onsets keep to their quarters.</summary>
    /// <remarks>
    /// For every division d of the quarter, R is the mean resultant length of the angles 2π·d·phase of the n onsets: 1 when all lie on one d-th,
    /// about 1/√n when they lie anywhere (Mardia and Jupp, "Directional Statistics", Wiley 2000, §2.3). The confidence is the largest R, less
    /// what chance gives: √((nR² − 1)/(n − 1)).
    /// </remarks>
    /// <param name="onsets">Ascending ticks.</param>
    /// <param name="ticksPerQuarter">At least 1.</param>
    public static BeatGrid Judge(ReadOnlySpan<long> onsets, int ticksPerQuarter)
    {
        Span<int> histogram = stackalloc int[Bins];
        histogram.Clear();
        var count = 0;
        for (var i = 0; i < onsets.Length; i++)
        {
            if (i > 0 && onsets[i] == onsets[i - 1]) continue;
            histogram[(int)(onsets[i] % ticksPerQuarter * Bins / ticksPerQuarter)]++;
            count++;
        }
        if (count < 2) return new BeatGrid(count, count);

        var best = 0.0;
        foreach (var division in Divisions) best = Math.Max(best, SquaredResultant(histogram, division) / count);
        return new BeatGrid(Math.Sqrt(Math.Clamp((best - 1) / (count - 1), 0, 1)), count);
    }

    private static double SquaredResultant(ReadOnlySpan<int> histogram, int division)
    {
        double x = 0, y = 0;
        var angle = 0;
        foreach (var onsets in histogram)
        {
            x += onsets * Cosines[angle];
            y += onsets * Cosines[(angle + (Bins * 3 / 4)) % Bins];
            angle = (angle + division) % Bins;
        }
        return (x * x) + (y * y);
    }
}
