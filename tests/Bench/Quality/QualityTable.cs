using MusicGen.Bench.Measuring;
using Spectre.Console;

namespace MusicGen.Bench.Quality;

/// <summary>How the <c>quality</c> bench tells its figures.</summary>
internal static class QualityTable
{
    public static void Print(IReadOnlyList<QualityFigure> figures, QualitySettings settings)
    {
        var machine = Machine.This;
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores; {machine.Runtime}; {settings.Threads} threads, {settings.Device}.");
        if (settings.Epochs is { } epochs) Console.WriteLine($"A trial of {epochs:N0} passes instead of the set's own: these are not the set's figures.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "", "unit", "beside", "", "ratio");
        foreach (var column in new[] { 1, 4, 5 }) table.Columns[column].RightAligned();
        foreach (var figure in figures)
        {
            table.AddRow(
                Markup.Escape(figure.Subject), Number(figure.Value), figure.Unit, Markup.Escape(figure.Peer ?? ""), Number(figure.PeerValue),
                figure.Value / figure.PeerValue is { } ratio ? $"{ratio:N3}" : "");
        }
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
    }

    private static string Number(double? value) => value is { } number ? (Math.Abs(number) >= 1000 ? $"{number:N0}" : $"{number:N4}") : "";
}
