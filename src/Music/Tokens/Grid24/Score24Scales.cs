using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>The values of the families whose steps are uneven, and the way from a score's numbers to the nearest of them.</summary>
internal static class Score24Scales
{
    public const int TicksPerQuarter = 24;
    public const int LongestBar = 168;
    public const int LongestDuration = 16 * TicksPerQuarter;
    public const int VelocityStep = 4;
    public const int LowestDrum = 27;
    public const int HighestDrum = 87;

    private const int SlowestQpm = 30;
    private const int FastestQpm = 300;
    private const int TempoCount = 32;
    private const double MicrosecondsPerMinute = 60e6;

    /// <summary>The meters that have a token.</summary>
    public static readonly (int Numerator, int Denominator)[] Meters =
        [(2, 4), (3, 4), (4, 4), (5, 4), (6, 4), (7, 4), (2, 2), (3, 8), (5, 8), (6, 8), (7, 8), (9, 8), (12, 8)];

    /// <summary>The length of a bar of each meter, in ticks.</summary>
    public static readonly int[] BarTicks = [.. Meters.Select(meter => meter.Numerator * 4 * TicksPerQuarter / meter.Denominator)];

    /// <summary>1 … 24 by 1, to 96 by 3, to 192 by 12, to 384 by 24: half a step is at most 1/48 quarter or 6.25 %.</summary>
    public static readonly int[] Durations = [.. Steps(1, 24, 1), .. Steps(27, 96, 3), .. Steps(108, 192, 12), .. Steps(216, 384, 24)];

    /// <summary>Whole quarters a minute in steps of 7.7 %.</summary>
    public static readonly int[] Tempos = [.. Enumerable.Range(0, TempoCount).Select(TempoAt)];

    /// <summary>For each tempo but the last the shortest quarter, in microseconds, that is no nearer, by ratio, to the next.</summary>
    private static readonly int[] TempoBounds =
        [.. Tempos.Zip(Tempos.Skip(1), (slow, fast) => (int)Math.Round(MicrosecondsPerMinute / Math.Sqrt((double)slow * fast)))];

    public static int TempoIndex(int microsecondsPerQuarter)
    {
        var index = 0;
        while (index < TempoBounds.Length && microsecondsPerQuarter < TempoBounds[index]) index++;
        return index;
    }

    public static int Microseconds(int qpm) => (int)Math.Round(MicrosecondsPerMinute / qpm);

    public static bool IsTempoOutside(int microsecondsPerQuarter) =>
        microsecondsPerQuarter > MicrosecondsPerMinute / SlowestQpm || microsecondsPerQuarter < MicrosecondsPerMinute / FastestQpm;

    /// <summary>The place of a meter, or −1 where it has no token.</summary>
    public static int MeterIndex(Meter meter) => Array.IndexOf(Meters, (meter.Numerator, meter.Denominator));

    /// <summary>A meter as its word has it, such as 4/4.</summary>
    public static string MeterName(int index) => $"{Meters[index].Numerator}/{Meters[index].Denominator}";

    /// <summary>Bins of four velocities; the token says the third of them, so none is further away than 2.</summary>
    public static int VelocityIndex(int velocity) => velocity / VelocityStep;

    private static int TempoAt(int index) =>
        (int)Math.Round(SlowestQpm * Math.Pow((double)FastestQpm / SlowestQpm, index / (TempoCount - 1.0)));

    private static IEnumerable<int> Steps(int first, int last, int step)
    {
        for (var value = first; value <= last; value += step) yield return value;
    }
}
