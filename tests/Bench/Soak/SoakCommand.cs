using System.CommandLine;
using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve;

namespace MusicGen.Bench.Soak;

/// <summary>The <c>soak</c> bench: whether a service that composes for long, at a part of what it can do, needs more and more of anything.</summary>
internal static class SoakCommand
{
    private const int Epochs = 2;
    private const double MostMinutes = 1_440;

    public static Command Create()
    {
        var json = BenchOptions.Json();
        var minutes = Minutes();
        var load = BenchOptions.Whole("--load", "Its rate, in percent of the peak.", 50, 1, 100);
        var peak = BenchOptions.Seconds("--peak-seconds", "How long the peak is measured before; half as long again it warms up.", 20);
        var clients = BenchOptions.Whole("--clients", "Clients at once at the peak.", 64, 1, 1_000);
        var bars = BenchOptions.Whole("--bars", "Bars of a tune.", 16, 1, 256);
        var hidden = BenchOptions.Whole("--hidden", "Units of each of the network's two layers.", 512, 1, 4_096);
        var data = new Option<DirectoryInfo?>("--data") { Description = "Keep the service's data in this folder, and take the network that was trained there before. Default: a temporary folder." };
        var command = new Command("soak", "A service at half of its peak for minutes: waits, memory, handles, threads and what is stored, and whether they grow.") { minutes, load, peak, clients, bars, hidden, data, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var setting = new SoakSetting(arguments.GetValue(minutes), arguments.GetValue(load) / 100.0, arguments.GetValue(peak), arguments.GetValue(clients), arguments.GetValue(bars));
            await using var service = await ServiceProcess.StartAsync([], arguments.GetValue(data), cancellationToken);
            var model = await new ServedModelTraining(service, arguments.GetValue(hidden), Epochs).GetAsync(cancellationToken);
            await service.RestartAsync(ServiceProcess.WithoutWorkers, cancellationToken);
            using var soak = new SoakLoad(service, model.Id, setting);
            var tunes = await soak.MeasurePeakAsync(cancellationToken);
            var rate = tunes * setting.Load;
            SoakTable.PrintHeader(setting, tunes, rate);
            var samples = await soak.RunAsync(rate, SoakTable.Print, cancellationToken);
            var trends = SoakTrend.Of(samples);
            SoakTable.Print(trends);
            BenchFile.Write(arguments.GetValue(json), new { Setting = setting, PeakTunesPerSecond = tunes, TunesPerSecond = rate, Samples = samples, Trends = trends });
            return 0;
        });
        return command;
    }

    private static Option<double> Minutes()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long it lasts.", DefaultValueFactory = _ => 10 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= MostMinutes)) result.AddError($"--minutes must be above 0 and at most {MostMinutes:N0}.");
        });
        return minutes;
    }
}
