using MusicGen.Bench.Measuring;
using Spectre.Console;

namespace MusicGen.Bench.Midi;

/// <summary>How the <c>midi</c> bench tells its figures.</summary>
internal static class MidiTable
{
    private const double BytesPerMegabyte = 1e6;
    private const int WidthOfAFile = 160;

    public static void Print(IReadOnlyList<MidiInput> inputs, IReadOnlyList<Figure> figures, Figure? peer)
    {
        var machine = Machine.This;
        Console.WriteLine($"{inputs.Count:N0} files, {inputs.Sum(input => (long)input.Bytes.Length) / BytesPerMegabyte:N1} MB of MIDI; {machine.Processor}, one core of {machine.Cores}; load {machine.LoadAtStart:N1} at the start; {machine.Runtime}.");
        Console.WriteLine($"Median of {figures[0].Seconds.Count} rounds; spread is slowest less fastest round, in parts of the median.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "MB/s", "files/s", "spread", "× mido", "of memory copy");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var row in Rows(figures, peer))
        {
            table.AddRow(
                Markup.Escape(row.Subject), $"{row.MegabytesPerSecond:N2}", $"{row.FilesPerSecond:N0}", $"{row.Spread:P0}",
                row.TimesPeer is { } times ? $"{times:N1}" : "", $"{row.ShareOfMemoryCopy:P2}");
        }
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfAFile;
        AnsiConsole.Write(table);
        Console.WriteLine(peer is null
            ? "There is no peer: Debian's python3-mido is not installed, or was not wanted."
            : $"mido read {peer.Files:N0} of the files, spread over all of them, once: {peer.MedianSeconds:N0} s.");
    }

    public static IReadOnlyList<Row> Rows(IReadOnlyList<Figure> figures, Figure? peer)
    {
        var limit = figures.Single(figure => figure.Subject == MidiFigures.MemoryCopy).MegabytesPerSecond;
        IEnumerable<Figure> all = peer is null ? figures : [.. figures, peer];
        return
        [
            .. all.Select(figure => new Row(
                figure.Subject, figure.MegabytesPerSecond, figure.FilesPerSecond, figure.Spread,
                figure.MegabytesPerSecond / peer?.MegabytesPerSecond, figure.MegabytesPerSecond / limit)),
        ];
    }

    /// <summary>A line of the table; the ratios are of MB/s.</summary>
    internal sealed record Row(string Subject, double MegabytesPerSecond, double FilesPerSecond, double Spread, double? TimesPeer, double ShareOfMemoryCopy);
}
