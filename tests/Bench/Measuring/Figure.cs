namespace MusicGen.Bench.Measuring;

/// <summary>What one subject of a bench reached.</summary>
/// <param name="Subject">What was measured.</param>
/// <param name="Bytes">MIDI bytes that it dealt with in a round.</param>
/// <param name="Files">Files that it dealt with in a round.</param>
/// <param name="Seconds">The time of each round, ascending.</param>
internal sealed record Figure(string Subject, long Bytes, int Files, IReadOnlyList<double> Seconds)
{
    private const double BytesPerMegabyte = 1e6;

    public double MedianSeconds => Median.Of(Seconds);

    public double MegabytesPerSecond => Bytes / BytesPerMegabyte / MedianSeconds;

    public double FilesPerSecond => Files / MedianSeconds;

    /// <summary>How far the rounds lie apart: (slowest − fastest) / median.</summary>
    public double Spread => (Seconds[^1] - Seconds[0]) / MedianSeconds;
}
