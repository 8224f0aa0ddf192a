using System.CommandLine;
using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve.Overload;

namespace MusicGen.Bench.Serve;

/// <summary>The <c>serve</c> bench: how much of the engine's speed reaches users over HTTP, and what becomes of it when more is asked than can be done.</summary>
internal static class ServeCommand
{
    private const int MostSessions = 10_000;

    public static Command Create()
    {
        var json = BenchOptions.Json();
        var sessions = BenchOptions.Numbers("--sessions", "Sessions that compose at once.", [1, 8, 64, 256, 1024], MostSessions);
        var bars = BenchOptions.Whole("--bars", "Bars of a tune.", 64, 1, 256);
        var seconds = BenchOptions.Seconds("--seconds", "How long every number of sessions is measured.", 10);
        var warmUp = BenchOptions.Seconds("--warm-up", "How long engine and service compose before anything counts: the compiler works on both meanwhile.", 20);
        var hidden = BenchOptions.Whole("--hidden", "Units of each of the two layers.", 512, 1, 4_096);
        var epochs = BenchOptions.Whole("--epochs", "Passes over the practice pieces that the network learns from; it stops after two minutes.", 2, 1, 1_000);
        var overload = new Option<bool>("--overload") { Description = "Ask for five times as much as can be done as well, and cancel tunes.", DefaultValueFactory = _ => true };
        var cancellations = BenchOptions.Whole("--cancellations", "Tunes that are canceled as soon as they are accepted.", 10_000, 1, 1_000_000);
        var data = new Option<DirectoryInfo?>("--data") { Description = "Keep the service's data in this folder, and take the network that was trained there before. Default: a temporary folder." };
        var command = new Command("serve", "Composing over HTTP beside the engine alone: words a second, the wait for the first bar, fairness, memory; and overload.")
        {
            sessions, bars, seconds, warmUp, hidden, epochs, overload, cancellations, data, json,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var setting = new ServeSetting(
                arguments.GetRequiredValue(sessions), arguments.GetValue(bars), arguments.GetValue(seconds), arguments.GetValue(warmUp), arguments.GetValue(hidden), arguments.GetValue(epochs),
                arguments.GetValue(overload) ? arguments.GetValue(cancellations) : 0);
            await using var service = await ServiceProcess.StartAsync([], arguments.GetValue(data), cancellationToken);
            var model = await new ServedModelTraining(service, setting.Hidden, setting.Epochs).GetAsync(cancellationToken);
            ServeTable.PrintHeader(setting, model);
            var loads = await MeasureLoadsAsync(service, model, setting, cancellationToken);
            ServeTable.Print(loads);
            var overloaded = setting.Cancellations > 0 ? await new OverloadBench(service, model, setting).MeasureAsync(cancellationToken) : null;
            if (overloaded is not null) ServeTable.Print(overloaded);
            var missed = ServeAims.Missed(loads, overloaded).ToList();
            ServeTable.PrintMissed(missed);
            BenchFile.Write(arguments.GetValue(json), new { Setting = setting, model.Network.Shape, Loads = loads, Overload = overloaded, MissedAims = missed });
            return 0;
        });
        return command;
    }

    private static async Task<List<LoadFigure>> MeasureLoadsAsync(ServiceProcess service, ServedModel model, ServeSetting setting, CancellationToken cancellationToken)
    {
        await service.RestartAsync(ServeSetting.EnoughPlaces, cancellationToken);
        var (alone, load) = (new EngineAlone(model, setting), new HttpLoad(service, model, setting));
        await alone.WarmUpAsync(cancellationToken);
        await load.WarmUpAsync(cancellationToken);
        var loads = new List<LoadFigure>();
        foreach (var sessions in setting.Sessions)
        {
            // Before and after: other programs on the machine come and go.
            var before = await alone.MeasureAsync(sessions, cancellationToken);
            var served = await load.MeasureAsync(sessions, cancellationToken);
            loads.Add(served.Beside(before.And(await alone.MeasureAsync(sessions, cancellationToken))));
        }
        return loads;
    }
}
