using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve.Overload;
using Spectre.Console;

namespace MusicGen.Bench.Serve;

/// <summary>How the <c>serve</c> bench tells its figures.</summary>
internal static class ServeTable
{
    private const double Megabyte = 1e6;
    private const double Kilobyte = 1e3;
    private const int WidthOfAFile = 180;

    public static void PrintHeader(ServeSetting setting, ServedModel model)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfAFile;
        var machine = Machine.This;
        var shape = model.Network.Shape;
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores, which service and clients share; {machine.Runtime}; load {machine.LoadAtStart:N1} at the start.");
        Console.WriteLine($"{shape.Layers} × {shape.Hidden}, {shape.VocabularySize} words; tunes of {setting.Bars} bars; {setting.Seconds:0.###} s each, {setting.WarmUpSeconds:0.###} s before them all.");
    }

    public static void Print(IReadOnlyList<LoadFigure> loads)
    {
        var table = RightAligned("sessions", "engine, words/s", "HTTP, words/s", "share", "first bar p50, ms", "p95, ms", "of tunes", "words a tune", "Jain", "least", "most");
        foreach (var load in loads)
        {
            table.AddRow(
                $"{load.Sessions:N0}", $"{load.EngineWordsPerSecond:N0}", $"{load.WordsPerSecond:N0}", $"{load.Share:P0}",
                $"{load.FirstBarMedianMilliseconds:N0}", $"{load.FirstBarP95Milliseconds:N0}", $"{load.FirstBars:N0}", $"{load.WordsATune:N0}",
                $"{load.Fairness:N3}", $"{load.LeastWords:N0}", $"{load.MostWords:N0}");
        }
        AnsiConsole.Write(table);
        Console.WriteLine("First bars: of every tune since the sessions began, all in one moment. Least and most: words of a session.");
        Console.WriteLine();

        var costs = RightAligned("sessions", "engine, µs a word", "service, µs a word", "clients, µs a word", "engine of service", "idle, MB", "memory, MB", "kB a session", "refused");
        foreach (var load in loads)
        {
            costs.AddRow(
                $"{load.Sessions:N0}", $"{load.EngineMicrosecondsAWord:N1}", $"{load.ServiceMicrosecondsAWord:N1}", $"{load.ClientMicrosecondsAWord:N1}", $"{load.ShareOfProcessorTime:P0}",
                $"{load.IdleBytes / Megabyte:N0}", $"{load.ServiceBytes / Megabyte:N0}", $"{load.BytesASession / Kilobyte:N0}", $"{load.Refused:N0}");
        }
        AnsiConsole.Write(costs);
        Console.WriteLine("Processor time of a word. Engine of service: what the share comes near to with clients on another machine.");
        Console.WriteLine();
    }

    public static void Print(OverloadFigure overload)
    {
        var (peak, hammered, canceled) = (overload.Peak, overload.Hammered, overload.Canceled);
        Console.WriteLine($"{overload.Places} places, tunes of {OverloadBench.Bars} bars: {peak.WordsPerSecond:N0} words/s, {peak.TunesPerSecond:N1} tunes/s with as many sessions.");
        Console.WriteLine(
            $"{hammered.Sessions} sessions that ask {hammered.AskedPerSecond:N0} times a second ({hammered.SentPerSecond:N0} sent): {hammered.WordsPerSecond:N0} words/s, {overload.ShareOfPeak:P0} of that; "
            + $"{hammered.Accepted:N0} accepted, {hammered.Refused:N0} refused in {hammered.RefusalMedianMilliseconds:N1} ms (median), {hammered.RefusalP99Milliseconds:N1} ms (p99).");
        Console.WriteLine(
            $"{canceled.Canceled:N0} of {canceled.Accepted:N0} tunes canceled when they were accepted, in {canceled.Seconds:N0} s, {canceled.Refused:N0} refusals; memory {string.Join(", ", canceled.MemoryBytes.Select(bytes => $"{bytes / Megabyte:N0}"))} MB; "
            + $"then {canceled.AcceptedAfterwards} of {overload.Places} accepted at once, and {canceled.EndedAfterwards} came to their end.");
    }

    public static void PrintMissed(IReadOnlyList<string> missed)
    {
        Console.WriteLine(missed.Count == 0 ? "Every aim that was measured was reached." : "Aims that were missed:");
        foreach (var sentence in missed) Console.WriteLine($"  {sentence}");
    }

    private static Table RightAligned(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var column in table.Columns) column.RightAligned();
        return table;
    }
}
