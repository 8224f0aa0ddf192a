using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Score time on the grid of <see cref="Score24"/>.</summary>
internal static class OnsetGrid
{
    /// <summary>All midpoints between durations are whole half ticks, so the half tick at or below a duration tells the nearest.</summary>
    private static readonly byte[] DurationOfHalfTicks = NearestDurations();

    /// <summary>The nearest tick of the grid; halfway goes up.</summary>
    public static long TickOf(Ticks position, int ticksPerQuarter) => (HalfTicks(position, ticksPerQuarter) + 1) >> 1;

    /// <summary>Whole halves of a grid tick, 1/48 quarter each.</summary>
    public static long HalfTicks(Ticks length, int ticksPerQuarter) => length.Value * (2 * Score24Scales.TicksPerQuarter) / ticksPerQuarter;

    /// <summary>The place of the nearest duration, the longest for all that are longer.</summary>
    public static int DurationIndex(long halfTicks) => DurationOfHalfTicks[Math.Min(halfTicks, DurationOfHalfTicks.Length - 1)];

    private static byte[] NearestDurations()
    {
        var durations = Score24Scales.Durations;
        var nearest = new byte[(2 * Score24Scales.LongestDuration) + 1];
        byte index = 0;
        for (var halfTicks = 0; halfTicks < nearest.Length; halfTicks++)
        {
            while (index < durations.Length - 1 && durations[index] + durations[index + 1] <= halfTicks) index++;
            nearest[halfTicks] = index;
        }
        return nearest;
    }
}
