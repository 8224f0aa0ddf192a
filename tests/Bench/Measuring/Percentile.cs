namespace MusicGen.Bench.Measuring;

/// <summary>The value that a share of several measurements does not exceed.</summary>
internal static class Percentile
{
    /// <param name="values">In any order.</param>
    /// <param name="share">0 to 1.</param>
    /// <returns>One of the values, by nearest rank; null where there is none.</returns>
    public static double? Of(IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0) return null;
        var ordered = values.Order().ToArray();
        return ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Length) - 1, 0, ordered.Length - 1)];
    }
}
