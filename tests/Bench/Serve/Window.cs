using System.Diagnostics;

namespace MusicGen.Bench.Serve;

/// <summary>What happened in a stretch of time.</summary>
/// <param name="Seconds">How long it was.</param>
/// <param name="Words">What each receiver got.</param>
/// <param name="OwnProcessorSeconds">Processor time of this process.</param>
internal sealed record Window(double Seconds, IReadOnlyList<long> Words, double OwnProcessorSeconds)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestSettling = TimeSpan.FromMinutes(1);

    public double WordsPerSecond => Words.Sum() / Seconds;

    public double OwnMicrosecondsAWord => Microseconds(OwnProcessorSeconds);

    /// <summary>So much of each word.</summary>
    public double Microseconds(double seconds) => seconds * 1e6 / Math.Max(1, Words.Sum());

    /// <summary>Both stretches as one.</summary>
    /// <param name="other">Of as many receivers.</param>
    public Window And(Window other) =>
        new(Seconds + other.Seconds, [.. Words.Zip(other.Words, (here, there) => here + there)], OwnProcessorSeconds + other.OwnProcessorSeconds);

    /// <summary>Waits until everybody has got words and some time is over, and measures then.</summary>
    /// <param name="counts">Are added to meanwhile.</param>
    /// <param name="settlingSeconds">How long to wait at least.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="work">Adds to the counts; what it throws is thrown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Window> MeasureAsync(WordCounts counts, double settlingSeconds, double seconds, Task work, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while ((!counts.HaveAll && Stopwatch.GetElapsedTime(begun) < LongestSettling) || Stopwatch.GetElapsedTime(begun).TotalSeconds < settlingSeconds) await LookAsync();
        var (start, before, own) = (Stopwatch.GetTimestamp(), counts.Read(), Environment.CpuUsage.TotalTime);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds) await LookAsync();
        var (passed, after) = (Stopwatch.GetElapsedTime(start).TotalSeconds, counts.Read());
        return new Window(passed, [.. after.Zip(before, (now, then) => now - then)], (Environment.CpuUsage.TotalTime - own).TotalSeconds);

        async Task LookAsync()
        {
            if (work.IsCompleted) await work;
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}
