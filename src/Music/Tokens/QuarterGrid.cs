using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens;

/// <summary>The nearest quarter or third of a quarter, in twelfths of a quarter; halfway goes down.</summary>
/// <remarks>Source: music21, defaults.py, <c>quantizationQuarterLengthDivisors</c> (4, 3), and stream/base.py, <c>bestMatch</c>.</remarks>
internal static class QuarterGrid
{
    public const int Twelfths = 12;

    private static readonly int[] Points = [0, 3, 4, 6, 8, 9, Twelfths];

    public static long Quantize(Ticks ticks, int ticksPerQuarter)
    {
        var (quarters, rest) = Math.DivRem(ticks.Value, ticksPerQuarter);
        var nearest = 0;
        while (nearest < Points.Length - 1 && rest * 2 * Twelfths > Halfway(nearest) * ticksPerQuarter) nearest++;
        return (quarters * Twelfths) + Points[nearest];

        static long Halfway(int point) => Points[point] + Points[point + 1];
    }
}
