namespace MusicGen.Bench.Soak;

/// <summary>What the soak has in common from its first minute to its last.</summary>
/// <param name="Minutes">How long it lasts.</param>
/// <param name="Load">Its rate, as a share of the peak.</param>
/// <param name="PeakSeconds">How long the peak is measured before.</param>
/// <param name="Clients">Clients at once at the peak.</param>
/// <param name="Bars">Of every tune.</param>
internal sealed record SoakSetting(double Minutes, double Load, double PeakSeconds, int Clients, int Bars)
{
    private const int LeastLooks = 12;
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);

    /// <summary>Between two looks at the service.</summary>
    public TimeSpan Interval => Duration / LeastLooks < LongestInterval ? Duration / LeastLooks : LongestInterval;
}
