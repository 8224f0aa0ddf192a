using MusicGen.Music.Tokens.Grid24;
using Spectre.Console;

namespace MusicGen.Bench.Fidelity;

/// <summary>How the <c>fidelity</c> bench tells its figures.</summary>
internal static class FidelityTable
{
    public static void Print(IEnumerable<FidelityRow> rows)
    {
        Console.WriteLine($"Errors are mean / 95th percentile / most. Onsets and durations in 1/{Score24.TicksPerQuarter} quarter: 0.5 is half a slot, the most that an onset may move. Velocities may move by 2.");
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            "corpus", "pieces", "notes told", "duplicates", "drums left out", "shortened", "lengthened", "meters re-barred", "programs merged",
            "onset", "duration", "velocity", "beyond", "unstable", "within limits");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Corpus), $"{row.Pieces:N0}", $"{row.Notes:N0}", $"{row.Duplicates:N0}", $"{row.DrumsLeftOut:N0}", $"{row.Shortened:N0}", $"{row.Lengthened:N0}",
                $"{row.MetersRebarred:N0}", $"{row.ProgramsMerged:N0}", Slots(row.OnsetQuarters), Slots(row.DurationQuarters), row.Velocity.ToString("0.00"),
                $"{row.DurationsBeyond}", $"{row.Unstable}", row.IsWithinLimits ? "yes" : "NO");
        }
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 250;
        AnsiConsole.Write(table);
    }

    private static string Slots(Errors quarters) =>
        new Errors(quarters.Mean * Score24.TicksPerQuarter, quarters.Percentile95 * Score24.TicksPerQuarter, quarters.Most * Score24.TicksPerQuarter).ToString("0.00");
}
