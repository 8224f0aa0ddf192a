using System.Text;
using MusicGen.Music.Scores;

namespace MusicGen.Music.NoteFiles;

/// <summary>Writes the lines of one note file.</summary>
internal sealed class NoteFileWriter(Score score)
{
    private readonly StringBuilder _text = new();
    private readonly BarMap _bars = new(score.TicksPerQuarter, score.Meters);

    public string Write()
    {
        Line(NoteFile.Header);
        Line($"{NoteFile.TicksPerQuarter} {score.TicksPerQuarter}");
        if (score.Name is { } name) Line($"{NoteFile.Name} {QuotedText.Quote(name)}");
        foreach (var meter in score.Meters) Line($"{NoteFile.Meter} {meter.At} {meter.Numerator}/{meter.Denominator}");
        foreach (var tempo in score.Tempos) Line($"{NoteFile.Tempo} {Position(tempo.At)} {tempo.MicrosecondsPerQuarter}");
        for (var i = 0; i < score.Tracks.Length; i++) Line(PartLine(i + 1, score.Tracks[i]));
        Line($"{NoteFile.End} {Position(score.End)}");
        Line(NoteFile.Notes);
        WriteNotes();
        return _text.ToString();
    }

    private static string PartLine(int number, Track track)
    {
        var line = $"{NoteFile.Part} {number} {NoteFile.Channel} {track.Channel + 1} {NoteFile.Program} {track.Program + 1}";
        return track.Name is { } name ? $"{line} {QuotedText.Quote(name)}" : line;
    }

    private void WriteNotes()
    {
        var notes = score.Tracks
            .SelectMany((track, part) => track.Notes.Select(note => (Note: note, Part: part)))
            .OrderBy(line => line.Note.Onset)
            .ThenBy(line => line.Part); // stable: within a part by key
        foreach (var (note, part) in notes)
            Line($"{Position(note.Onset),-10} {Duration(note.Duration),-6} p{part + 1,-2} {KeyNames.Of(note.Pitch),-4} {note.Velocity}");
    }

    private string Position(Ticks at)
    {
        var (bar, beat, rest) = _bars.PositionOf(at);
        return rest == 0 ? $"{bar}:{beat}" : $"{bar}:{beat}+{rest}";
    }

    private string Duration(Ticks duration)
    {
        var (quarters, rest) = Math.DivRem(duration.Value, score.TicksPerQuarter);
        return rest == 0 ? $"{quarters}" : $"{quarters}+{rest}";
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
