using MusicGen.Bench.Measuring;
using Spectre.Console;

namespace MusicGen.Bench.Train;

/// <summary>How the <c>train</c> bench tells its figures.</summary>
internal static class TrainTable
{
    public static void Print(IReadOnlyList<IReadOnlyList<SpeedFigure>> presets, MemoryFigure? memory, TrainBenchSetting setting)
    {
        var machine = Machine.This;
        Console.WriteLine($"{machine.Processor}, {setting.Threads} threads, device {setting.Device}; load {machine.LoadAtStart:N1} at the start; batches of {setting.BatchSize} × {TrainBenchSetting.SequenceLength}, {TrainBenchSetting.Words} words; medians of {setting.Rounds} rounds.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("preset", "precision", "tokens/s", "spread", "µs a token", "of a matrix product", "× fp32", "× PyTorch fp32");
        foreach (var column in table.Columns.Skip(2)) column.RightAligned();
        foreach (var row in presets.SelectMany(rows => rows))
        {
            table.AddRow(
                row.Preset, row.Precision, $"{row.TokensPerSecond:N0}", $"{row.Spread:P0}", $"{row.MicrosecondsPerToken:N1}", $"{row.GemmShare:P1}", $"{row.TimesFp32:N2}",
                row.TimesPeer is { } times ? $"{times:N2}" : "");
        }
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
        Console.WriteLine(setting.Peer is { } peer ? peer.Description : "There is no peer: Debian's python3-torch is not installed.");
        if (memory is not null)
            Console.WriteLine($"Memory over {memory.Steps:N0} steps: {memory.FirstMegabytes:N1} MB after step 100, {memory.LastMegabytes:N1} MB at the end, {memory.MostMegabytes:N1} MB at most; live tensors {memory.FewestTensors} to {memory.MostTensors}.");
    }
}
