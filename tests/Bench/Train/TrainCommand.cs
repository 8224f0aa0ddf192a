using System.CommandLine;
using MusicGen.Bench.Measuring;
using MusicGen.Contracts.Training;

namespace MusicGen.Bench.Train;

/// <summary>The <c>train</c> bench: tokens a second, beside PyTorch and beside what matrix products reach here; and whether memory stays where it is.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var (threads, device, rounds, json) = (BenchOptions.Threads(), BenchOptions.Device(), BenchOptions.Rounds(), BenchOptions.Json());
        var presets = new Option<string[]>("--presets")
        {
            Description = $"Which presets: {Presets.Names}. Default: all.",
            DefaultValueFactory = _ => [.. Presets.All.Select(preset => preset.Preset)],
            AllowMultipleArgumentsPerToken = true,
        };
        presets.AcceptOnlyFromAmong([.. Presets.All.Select(preset => preset.Preset)]);
        var batch = BenchOptions.Whole("--batch", "Pieces side by side.", 32, 1, 1_024);
        var memorySteps = BenchOptions.Whole("--memory-steps", "Steps over which memory is watched; 0: not.", 2_000, 0, 1_000_000);
        var openBlas = new Option<DirectoryInfo?>("--openblas") { Description = "A folder with OpenBLAS's libblas.so.3, for the peer: Debian's python3-torch comes with a BLAS that is forty times slower." };

        var command = new Command("train", "Training speed of every preset, in both precisions, and memory.") { presets, batch, threads, rounds, memorySteps, device, openBlas, json };
        command.SetAction(arguments =>
        {
            var setting = new TrainBenchSetting(
                arguments.GetRequiredValue(device), arguments.GetValue(threads), arguments.GetValue(batch), arguments.GetValue(rounds), TorchPeer.Find(arguments.GetValue(openBlas)));
            var speeds = new List<IReadOnlyList<SpeedFigure>>();
            foreach (var name in arguments.GetRequiredValue(presets))
            {
                speeds.Add(SpeedFigures.Measure(Presets.Find(name)!, setting));
                // The table comes at the end of minutes; what is measured is said when it is.
                foreach (var figure in speeds[^1]) Console.WriteLine($"{figure.Preset} {figure.Precision}: {figure.TokensPerSecond:N0} tokens/s");
            }
            var memory = arguments.GetValue(memorySteps) is > 0 and var steps ? MemoryFigure.Measure(steps, setting) : null;
            TrainTable.Print(speeds, memory, setting);
            var conditions = new { setting.Device, setting.Threads, setting.BatchSize, TrainBenchSetting.SequenceLength, TrainBenchSetting.Words, setting.Rounds, Peer = setting.Peer?.Description };
            BenchFile.Write(arguments.GetValue(json), new { Conditions = conditions, Speeds = speeds, Memory = memory });
            return 0;
        });
        return command;
    }
}
