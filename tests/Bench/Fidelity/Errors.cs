namespace MusicGen.Bench.Fidelity;

/// <summary>How large errors are.</summary>
internal sealed record Errors(double Mean, double Percentile95, double Most)
{
    /// <param name="errors">None gives zeros.</param>
    public static Errors Of(IEnumerable<double> errors)
    {
        double[] ordered = [.. errors.Order()];
        return ordered.Length == 0 ? new Errors(0, 0, 0) : new Errors(ordered.Average(), ordered[(int)((ordered.Length - 1) * 0.95)], ordered[^1]);
    }

    public string ToString(string format) => $"{Mean.ToString(format)} / {Percentile95.ToString(format)} / {Most.ToString(format)}";
}
