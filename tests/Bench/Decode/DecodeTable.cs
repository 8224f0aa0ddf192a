using MusicGen.Bench.Measuring;
using Spectre.Console;

namespace MusicGen.Bench.Decode;

/// <summary>How the <c>decode</c> bench tells its figures.</summary>
internal static class DecodeTable
{
    private const double Billion = 1e9;

    public static void PrintHeader(DecodeSetting setting)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 180;
        var machine = Machine.This;
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores; {machine.Runtime}; load {machine.LoadAtStart:N1} at the start.");
        Console.WriteLine($"{BenchNetwork.Layers} LSTM layers, {BenchNetwork.Words} words, embedding {BenchNetwork.Embedding}; sampling included; medians of {setting.Rounds} rounds of {setting.Seconds:0.###} s, in which the engines take turns.");
    }

    /// <param name="cells">Of one network and number of threads, one for each batch.</param>
    public static void Print(IReadOnlyList<DecodeCell> cells)
    {
        var (hidden, threads) = (cells[0].Hidden, cells[0].Threads);
        Console.WriteLine();
        Console.WriteLine($"2 × {hidden}, {(threads == 1 ? "one thread" : $"{threads} threads, each with a batch of its own")}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("batch", "", "µs a step", "tokens/s", "best round", "× best TorchSharp", "× ORT fp32", "× ORT int8", "of multiply-add limit", "of read limit");
        foreach (var column in table.Columns.Where((_, index) => index != 1)) column.RightAligned();
        foreach (var cell in cells)
        {
            foreach (var (index, figure) in cell.Figures.Index())
            {
                table.AddRow(
                    index == 0 ? $"{cell.Batch}" : "", figure.Path, $"{figure.StepMicroseconds:N1}", $"{figure.TokensPerSecond:N0}", $"{figure.BestTokensPerSecond:N0}",
                    Times(figure.TimesTorchSharp), Times(figure.TimesOnnxRuntime), Times(figure.TimesOnnxRuntimeEightBits), Share(figure.MultiplyAddShare), Share(figure.ReadShare));
            }
            table.AddEmptyRow();
        }
        AnsiConsole.Write(table);
        PrintLimits(cells);
    }

    public static void Print(IReadOnlyList<HeldOutFigure> figures)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("held out", "", "nats a token", "against single precision", $"at most {HeldOutFigure.Allowed}");
        foreach (var column in table.Columns.Skip(2)) column.RightAligned();
        foreach (var figure in figures)
            table.AddRow(figure.Set, figure.Path, $"{figure.NatsPerToken:F5}", $"{figure.AgainstSinglePrecision:+0.00000;-0.00000;0.00000}", figure.IsWithinAllowed ? "yes" : "no");
        AnsiConsole.Write(table);
    }

    private static void PrintLimits(IReadOnlyList<DecodeCell> cells)
    {
        var multiplyAdds = cells.SelectMany(cell => cell.MultiplyAdds).GroupBy(limit => limit.Key, limit => limit.Value);
        Console.WriteLine($"Multiply-add limit: {string.Join("; ", multiplyAdds.Select(limit => $"{limit.Key} {limit.Max() / Billion:N0} G/s"))}.");
        foreach (var cell in cells.Where(cell => cell.Reads.Count > 0))
            Console.WriteLine($"Read limit, over as many bytes as the weights have: {string.Join("; ", cell.Reads.Select(limit => $"{limit.Key} {limit.Value / Billion:N0} GB/s"))}.");
        if (cells[0].BestTorchSharp is not null)
            Console.WriteLine($"The best TorchSharp step loop: {string.Join("; ", cells.Select(cell => $"batch {cell.Batch}, {cell.BestTorchSharp!.Split(", ")[1]}"))}.");
    }

    private static string Times(double? times) => times is { } value ? $"{value:N2}" : "";

    private static string Share(double? share) => share is { } value ? $"{value:P0}" : "";
}
