using System.CommandLine;
using MusicGen.Bench.Measuring;

namespace MusicGen.Bench.Quality;

/// <summary>The <c>quality</c> bench: how well what is trained predicts music that it has not heard.</summary>
internal static class QualityCommand
{
    private const string Jsb = "jsb";
    private const string Weimar = "weimar";
    private const string Report = "report";

    public static Command Create()
    {
        var (json, threads, device) = (BenchOptions.Json(), BenchOptions.Threads(), BenchOptions.Device());
        var set = new Option<string>("--set")
        {
            Description = "jsb: Bach's chorales as piano rolls, nats a frame. weimar: note names of jazz solos, nats a note. report: the origin report's run, training loss and copy rate.",
            Required = true,
        };
        set.AcceptOnlyFromAmong(Jsb, Weimar, Report);
        var corpora = BenchOptions.CorporaFolder();
        corpora.AcceptExistingOnly();
        var test = new Option<FileInfo?>("--test") { Description = "jsb only: a file of the same form with the test split. It is looked at once, with the checkpoint that the validation split chose." };
        test.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { Exists: false } file) result.AddError($"There is no file {file.FullName}.");
        });
        var epochs = new Option<int?>("--epochs") { Description = "Fewer passes than the set's own, to try the bench: the figures are then not those of the set." };
        epochs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 10_000) result.AddError("--epochs must be 1 to 10,000.");
        });

        var command = new Command("quality", "Trains with options that are fixed here and shows held-out losses beside an n-gram's on the same split.") { set, corpora, test, epochs, threads, device, json };
        command.SetAction(arguments =>
        {
            var folder = arguments.GetRequiredValue(corpora);
            var settings = new QualitySettings(arguments.GetValue(epochs), arguments.GetValue(threads), arguments.GetRequiredValue(device));
            IReadOnlyList<QualityFigure> figures = arguments.GetRequiredValue(set) switch
            {
                Jsb => JsbSet.Measure(folder, arguments.GetValue(test), settings),
                Weimar => WeimarSet.Measure(folder, settings),
                _ => ReportSet.Measure(folder, settings),
            };
            QualityTable.Print(figures, settings);
            BenchFile.Write(arguments.GetValue(json), new { Set = arguments.GetRequiredValue(set), Settings = settings, Figures = figures });
            return 0;
        });
        return command;
    }
}
