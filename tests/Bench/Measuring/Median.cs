namespace MusicGen.Bench.Measuring;

/// <summary>The middle of several measurements.</summary>
internal static class Median
{
    /// <param name="values">At least one, in any order.</param>
    public static double Of(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
