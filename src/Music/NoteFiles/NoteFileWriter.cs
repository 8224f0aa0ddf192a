using MusicGen.Music.Scores;

namespace MusicGen.Music.NoteFiles;

/// <summary>Writes the lines of one note file.</summary>
internal sealed class NoteFileWriter(Score score)
{
    /// <summary>More than a line of a note takes: three numbers of 13 digits, five of 11, and what stands between them.</summary>
    private const int LongestNoteLine = 128;

    private static readonly byte[][] Keys = [.. Enumerable.Range(0, 128).Select(pitch => System.Text.Encoding.ASCII.GetBytes(KeyNames.Of(pitch)))];

    private readonly BarMap _bars = new(score.TicksPerQuarter, score.Meters);
    private readonly Utf8Lines _lines = new(expectedBytes: (int)Math.Min(1_024 + (32L * score.NoteCount), Array.MaxLength));

    public byte[] Write()
    {
        _lines.Write(NoteFile.Header);
        _lines.Write($"{NoteFile.TicksPerQuarter} {score.TicksPerQuarter}");
        if (score.Name is { } name) _lines.Write($"{NoteFile.Name} {QuotedText.Quote(name)}");
        foreach (var meter in score.Meters) _lines.Write($"{NoteFile.Meter} {meter.At} {meter.Numerator}/{meter.Denominator}");
        foreach (var tempo in score.Tempos) _lines.Write($"{NoteFile.Tempo} {Position(tempo.At)} {tempo.MicrosecondsPerQuarter}");
        foreach (var key in score.Keys) _lines.Write($"{NoteFile.Key} {Position(key.At)} {SignatureNames.Of(key)}");
        foreach (var chord in score.Chords) _lines.Write($"{NoteFile.Chord} {Position(chord.At)} {ChordText.Symbol(chord)}");
        for (var i = 0; i < score.Tracks.Length; i++) _lines.Write(PartLine(i + 1, score.Tracks[i]));
        _lines.Write($"{NoteFile.End} {Position(score.End)}");
        _lines.Write(NoteFile.Notes);
        WriteNotes();
        return _lines.ToArray();
    }

    private static string PartLine(int number, Track track)
    {
        var line = $"{NoteFile.Part} {number} {NoteFile.Channel} {track.Channel + 1} {NoteFile.Program} {track.Program + 1}";
        return track.Name is { } name ? $"{line} {QuotedText.Quote(name)}" : line;
    }

    /// <summary>Merges the parts: by onset, then part, within a part in its own order.</summary>
    private void WriteNotes()
    {
        var next = new int[score.Tracks.Length];
        var waiting = new PriorityQueue<int, (long Onset, int Part)>();
        for (var part = 0; part < next.Length; part++) waiting.Enqueue(part, (score.Tracks[part].Notes[0].Onset.Value, part));
        while (waiting.TryDequeue(out var part, out _))
        {
            var notes = score.Tracks[part].Notes.AsSpan();
            var until = waiting.TryPeek(out _, out var other) ? other : (long.MaxValue, int.MaxValue);
            var i = next[part];
            do WriteNote(in notes[i], part);
            while (++i < notes.Length && (notes[i].Onset.Value, part).CompareTo(until) < 0);
            next[part] = i;
            if (i < notes.Length) waiting.Enqueue(part, (notes[i].Onset.Value, part));
        }
    }

    private void WriteNote(in Note note, int part)
    {
        var line = new Utf8Line(_lines.Room(LongestNoteLine));
        var (bar, beat, rest) = _bars.PositionOf(note.Onset);
        line.Number(bar);
        line.Put((byte)':');
        line.Sum(beat, rest);
        line.FillTo(11);
        var (quarters, ticks) = Math.DivRem(note.Duration.Value, score.TicksPerQuarter);
        var start = line.Length;
        line.Sum(quarters, ticks);
        line.FillTo(start + 7);
        line.Put((byte)'p');
        start = line.Length;
        line.Number(part + 1);
        line.FillTo(start + 3);
        start = line.Length;
        line.Text(Keys[note.Pitch]);
        line.FillTo(start + 5);
        line.Number(note.Velocity);
        line.Put((byte)'\n');
        _lines.Take(line.Length);
    }

    private string Position(Ticks at)
    {
        var (bar, beat, rest) = _bars.PositionOf(at);
        return rest == 0 ? $"{bar}:{beat}" : $"{bar}:{beat}+{rest}";
    }
}
