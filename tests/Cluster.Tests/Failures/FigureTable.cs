using System.Globalization;
using System.Text;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>What the failure tests measured, as one table: printed when the tests have ended.</summary>
public sealed class FigureTable : IDisposable
{
    private readonly List<string[]> _rows = [["failure", "acknowledged", "lost", "doubled", "failed calls", "longest gap (s)", "recovered in (s)"]];

    /// <param name="failure">What was done to the cluster.</param>
    /// <param name="acknowledged">Things that were made meanwhile and acknowledged.</param>
    /// <param name="lost">Those of them that are not there; null, as with the others: it was not counted.</param>
    /// <param name="doubled">Those that are there twice.</param>
    /// <param name="failed">Calls that failed for good, with the client's own retries.</param>
    /// <param name="gap">The longest time in which nothing was acknowledged.</param>
    /// <param name="recovery">From the failure, or where it ends by itself from its end, until everything was as before.</param>
    internal void Add(string failure, int acknowledged, int? lost, int? doubled, int? failed, TimeSpan? gap, TimeSpan? recovery)
    {
        string?[] row = [failure, Text(acknowledged), Text(lost), Text(doubled), Text(failed), Text(gap), Text(recovery)];
        lock (_rows) _rows.Add([.. row.Select(cell => cell ?? "")]);
    }

    public void Dispose()
    {
        if (_rows.Count == 1) return;
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var table = new StringBuilder();
        foreach (var row in _rows) table.AppendLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        Console.WriteLine(table);
    }

    private static string? Text(int? count) => count?.ToString("N0", CultureInfo.InvariantCulture);

    private static string? Text(TimeSpan? time) => time?.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
}
