using MusicGen.Contracts.Training;
using ScottPlot;

namespace MusicGen.Silo.Demo;

/// <summary>The losses of every epoch, train and held-out, as a picture.</summary>
internal static class LossPicture
{
    private const int Width = 900;
    private const int Height = 500;

    public static void Save(IReadOnlyList<EpochLosses> losses, string path)
    {
        using var plot = new Plot();
        Add(plot, "train", Colors.C0, losses.Select(row => (row.Epoch, row.Train)));
        Add(plot, "held-out", Colors.C1, losses.Where(row => row.HeldOut is not null).Select(row => (row.Epoch, row.HeldOut!.Value)));
        plot.Title("Losses");
        plot.XLabel("epoch");
        plot.YLabel("nats a token");
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, Width, Height);
    }

    private static void Add(Plot plot, string name, Color color, IEnumerable<(int Epoch, double Loss)> points)
    {
        var (epochs, values) = (points.Select(point => (double)point.Epoch).ToArray(), points.Select(point => point.Loss).ToArray());
        if (epochs.Length == 0) return;
        var line = plot.Add.Scatter(epochs, values, color);
        (line.LegendText, line.LineWidth, line.MarkerSize) = (name, 2, 6);
    }
}
