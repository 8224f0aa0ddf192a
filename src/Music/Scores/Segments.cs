namespace MusicGen.Music.Scores;

/// <summary>Finds the stretch of a map that a position lies in.</summary>
internal static class Segments
{
    /// <summary>Index of the last start that is not after the position; of equal starts the last one.</summary>
    /// <param name="starts">Ascending; the first is not after any position.</param>
    /// <param name="position">What to look for.</param>
    public static int LastAtOrBefore(ReadOnlySpan<long> starts, long position)
    {
        int low = 0, high = starts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (starts[middle] <= position) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
