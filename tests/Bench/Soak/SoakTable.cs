using MusicGen.Bench.Measuring;
using Spectre.Console;

namespace MusicGen.Bench.Soak;

/// <summary>How the <c>soak</c> bench tells its figures.</summary>
internal static class SoakTable
{
    private const int WidthOfAFile = 140;

    public static void PrintHeader(SoakSetting setting, double peak, double rate)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfAFile;
        var machine = Machine.This;
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores, which service and clients share; {machine.Runtime}; load {machine.LoadAtStart:N1} at the start.");
        Console.WriteLine($"Peak with {setting.Clients} clients: {peak:N1} tunes of {setting.Bars} bars a second. Soak at {rate:N1} a second for {setting.Minutes:0.##} min; every tune in a session of its own, which is deleted.");
    }

    /// <summary>One look, while the soak goes on.</summary>
    public static void Print(SoakSample sample) => Console.WriteLine(
        $"{sample.Minute,6:N2} min  {sample.Tunes,6:N0} tunes  p50 {sample.MedianMilliseconds,6:N0} ms  p99 {sample.P99Milliseconds,6:N0} ms  {sample.MemoryBytes / 1e6,6:N0} MB  {sample.Handles,5:N0} handles  {sample.Threads,4:N0} threads  {sample.StoredBytes / 1e6,7:N1} MB stored");

    public static void Print(IReadOnlyList<SoakTrend> trends)
    {
        var table = new Table().AddColumn("").AddColumns(new TableColumn("second quarter").RightAligned(), new TableColumn("last quarter").RightAligned(), new TableColumn("ratio").RightAligned(), new TableColumn("flat"));
        foreach (var trend in trends) table.AddRow(trend.Figure, $"{trend.Early:N1}", $"{trend.Late:N1}", $"{trend.Ratio:N3}", trend.IsFlat ? "yes" : "no");
        AnsiConsole.Write(table);
    }
}
