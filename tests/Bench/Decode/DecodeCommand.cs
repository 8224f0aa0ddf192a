using System.CommandLine;
using MusicGen.Bench.Measuring;
using MusicGen.Bench.Quality;

namespace MusicGen.Bench.Decode;

/// <summary>The <c>decode</c> bench: how fast words are composed, beside other libraries and beside what the machine can do; and what fewer bits cost.</summary>
internal static class DecodeCommand
{
    private const int UsualRounds = 3;
    private const double UsualSeconds = 0.1;

    public static Command Create()
    {
        var (threads, rounds, json, corpora) = (BenchOptions.Threads(), BenchOptions.Rounds(UsualRounds), BenchOptions.Json(), BenchOptions.CorporaFolder());
        var sizes = BenchOptions.Numbers("--sizes", "Units of each of the two layers.", [256, 512, 1024], 4_096);
        var batches = BenchOptions.Numbers("--batches", "Sequences that a thread steps together.", [1, 8, 64, 256], 4_096);
        var seconds = BenchOptions.Seconds("--seconds", "How long everything is measured in a round.", UsualSeconds);
        var noPeers = new Option<bool>("--no-peers") { Description = "Without TorchSharp's and ONNX Runtime's speed." };

        var command = new Command("decode", "Composing speed of every precision and vector unit, beside TorchSharp, ONNX Runtime and the machine's limits; and held-out losses of every precision.")
        {
            sizes, batches, seconds, rounds, threads, noPeers, corpora, json,
        };
        command.SetAction(arguments =>
        {
            var setting = new DecodeSetting(
                arguments.GetRequiredValue(sizes), arguments.GetRequiredValue(batches), arguments.GetValue(threads), arguments.GetValue(rounds), arguments.GetValue(seconds), !arguments.GetValue(noPeers));
            DecodeTable.PrintHeader(setting);
            var (cells, differences) = MeasureSpeeds(setting);
            var solos = WeimarSet.FolderOf(arguments.GetRequiredValue(corpora));
            var losses = WeimarSet.HasSolos(solos) ? HeldOutFigures.Measure(solos, setting.Threads) : null;
            if (losses is null) Console.WriteLine($"Held-out losses are left out: {solos.FullName} does not have the jazz solos.");
            else DecodeTable.Print(losses);
            BenchFile.Write(arguments.GetValue(json), new { Setting = setting, Cells = cells, LogitDifferences = differences, HeldOut = losses });
            return 0;
        });
        return command;
    }

    private static (List<DecodeCell> Cells, Dictionary<int, IReadOnlyDictionary<string, double>> Differences) MeasureSpeeds(DecodeSetting setting)
    {
        var (cells, differences) = (new List<DecodeCell>(), new Dictionary<int, IReadOnlyDictionary<string, double>>());
        Team[] teams = [.. new[] { 1, setting.Threads }.Distinct().Select(size => new Team(size))];
        foreach (var size in setting.Sizes)
        {
            using var network = new DecodeCells(size, setting);
            differences[size] = network.Differences;
            foreach (var team in teams)
            {
                DecodeCell[] measured = [.. setting.Batches.Select(batch => network.Measure(batch, team))];
                DecodeTable.Print(measured);
                cells.AddRange(measured);
            }
        }
        foreach (var team in teams) team.Dispose();
        return (cells, differences);
    }
}
