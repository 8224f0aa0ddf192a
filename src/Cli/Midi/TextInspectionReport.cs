using System.Globalization;
using MusicGen.Cli.Corpora;
using MusicGen.Cli.Terminal;

namespace MusicGen.Cli.Midi;

/// <summary>A line a file and one for all, for people; what was repaired stands below its file.</summary>
internal sealed class TextInspectionReport(TextWriter output) : IInspectionReport
{
    private int _files, _refused, _repaired;
    private long _notes;
    private double _seconds;

    public void Begin() => output.WriteLine(Row("notes", "drums", "hanging", "overlaps", "parts", "length", "file"));

    public void Add(MidiInspection inspection)
    {
        _files++;
        if (inspection.Reading is not { } reading)
        {
            _refused++;
            output.WriteLine(Row("-", "-", "-", "-", "-", "-", VisibleText.Of($"{inspection.Path}: {RejectedFile.Describe(inspection.Reason, inspection.Offset)}")));
            return;
        }
        var tally = reading.Tally;
        (_notes, _seconds) = (_notes + tally.Notes, _seconds + tally.DurationSeconds);
        output.WriteLine(Row(
            $"{tally.Notes:N0}", $"{tally.Drums:N0}", $"{tally.Hanging:N0}", $"{tally.Overlaps:N0}", $"{reading.Score.Tracks.Length:N0}",
            Length(tally.DurationSeconds), VisibleText.Of(inspection.Path)));
        if (!reading.Repairs.IsEmpty) _repaired++;
        foreach (var repair in reading.Repairs)
        {
            var times = repair.Count > 1 ? $"{repair.Count:N0} times, first at" : "at";
            output.WriteLine($"    {repair.Sentence} ({times} byte {repair.Offset:N0})");
        }
    }

    public void End() => output.WriteLine(
        $"{Count(_files, "file")}: {_files - _refused:N0} read, {_repaired:N0} of them with repairs; {_refused:N0} not read. {Count(_notes, "note")}, {Length(_seconds)}.");

    private static string Count(long count, string of) => $"{count:N0} {of}{(count == 1 ? "" : "s")}";

    private static string Row(string notes, string drums, string hanging, string overlaps, string parts, string length, string file) =>
        string.Create(CultureInfo.InvariantCulture, $"{notes,9} {drums,7} {hanging,7} {overlaps,8} {parts,5} {length,9}  {file}");

    /// <summary>Hours, minutes and seconds; the longest a file can claim is more than a time span holds.</summary>
    private static string Length(double seconds)
    {
        var whole = (long)Math.Round(Math.Min(seconds, long.MaxValue / 2));
        return whole < 3600 ? $"{whole / 60}:{whole % 60:00}" : $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}";
    }
}
