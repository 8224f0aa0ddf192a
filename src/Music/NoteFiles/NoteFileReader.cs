using System.Text;
using MusicGen.Music.Scores;

namespace MusicGen.Music.NoteFiles;

/// <summary>Reads the lines of one note file.</summary>
internal sealed class NoteFileReader
{
    /// <summary>More than <see cref="Ticks.Max"/> can hold of the shortest bars.</summary>
    private const long MaxBar = 1L << 42;

    private readonly List<Meter> _meters = [];
    private readonly List<Tempo> _tempos = [];
    private readonly List<KeySignature> _keys = [];
    private readonly List<ChordSymbol> _chords = [];
    private readonly List<PartLines> _parts = [];
    private string? _name;
    private Ticks _end;
    private int? _ticksPerQuarter;
    private BarMap? _bars;

    public Score Read(string text)
    {
        var number = 0;
        var isStarted = false;
        var inNotes = false;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].Trim();
            var fields = new NoteFileFields(line, ++number);
            if (line.IsEmpty || line[0] == ';') continue;
            if (!isStarted)
            {
                if (!line.TrimStart('\ufeff').SequenceEqual(NoteFile.Header))
                    throw fields.Fault($"A note file starts with the line '{NoteFile.Header}'.");
                isStarted = true;
            }
            else if (inNotes)
            {
                ReadNote(ref fields);
            }
            else
            {
                inNotes = ReadHeaderLine(ref fields);
            }
        }
        if (!inNotes) throw new NoteFileFormatException(number, $"The text ends before the line '{NoteFile.Notes}'.");
        return ToScore();
    }

    private Score ToScore()
    {
        foreach (var part in _parts)
        {
            if (part.Notes.Count == 0) throw new NoteFileFormatException(part.Line, "This part has no notes.");
        }
        var tracks = _parts.Select(part => new Track(part.Name, part.Program, part.Notes));
        return new Score(_ticksPerQuarter!.Value, tracks, _tempos, _meters, _end, _name, _keys, _chords);
    }

    /// <returns>Whether the notes follow.</returns>
    private bool ReadHeaderLine(ref NoteFileFields fields)
    {
        var word = fields.Next("a word");
        if (_ticksPerQuarter is null != word is NoteFile.TicksPerQuarter)
            throw fields.Fault($"'{NoteFile.TicksPerQuarter}' stands once, after the first line.");
        switch (word)
        {
            case NoteFile.TicksPerQuarter:
                _ticksPerQuarter = fields.NextNumber("a number of ticks", 1, Score.MaxTicksPerQuarter);
                break;
            case NoteFile.Name:
                _name = fields.RestAsText();
                break;
            case NoteFile.Meter:
                ReadMeter(ref fields);
                break;
            case NoteFile.Tempo:
                _tempos.Add(new Tempo(ReadPosition(ref fields), fields.NextNumber("microseconds", 1, Tempo.Slowest)));
                break;
            case NoteFile.Key:
                ReadKey(ref fields);
                break;
            case NoteFile.Chord:
                ReadChord(ref fields);
                break;
            case NoteFile.Part:
                ReadPart(ref fields);
                break;
            case NoteFile.End:
                _end = ReadPosition(ref fields);
                break;
            case NoteFile.Notes:
                fields.ExpectEnd();
                return true;
            default:
                throw fields.Fault($"'{word}' is not a word that starts a line.");
        }
        fields.ExpectEnd();
        return false;
    }

    private void ReadMeter(ref NoteFileFields fields)
    {
        if (_bars is not null) throw fields.Fault("Meters stand before every position in bars, whose meaning they change.");
        var at = new Ticks(fields.Number(fields.Next("a tick"), "a tick", 0, Ticks.Max.Value));
        var fraction = fields.Next("a meter like 3/4");
        var slash = fraction.IndexOf('/');
        if (slash < 0) throw fields.Fault($"'{fraction}' is not a meter like 3/4.");
        var numerator = (int)fields.Number(fraction[..slash], "a number of beats", 1, 255);
        var denominator = (int)fields.Number(fraction[(slash + 1)..], "a note value", 1, 128);
        if (!int.IsPow2(denominator)) throw fields.Fault($"A beat is a power of two: 1, 2, 4, … 128, not {denominator}.");
        if (_meters.Count > 0 && _meters[^1].At > at) throw fields.Fault("Meters stand in the order of time.");
        _meters.Add(new Meter(at, numerator, denominator));
    }

    private void ReadKey(ref NoteFileFields fields)
    {
        var at = ReadPosition(ref fields);
        var tonic = fields.Next("a tonic like Bb");
        var mode = fields.Next("major or minor");
        var key = SignatureNames.Parse(at, tonic, mode) ?? throw fields.Fault($"'{tonic} {mode}' is not a key like Bb major, of at most 7 sharps or flats.");
        _keys.Add(key);
    }

    private void ReadChord(ref NoteFileFields fields)
    {
        var at = ReadPosition(ref fields);
        var symbol = fields.Next("a chord like F7");
        var chord = ChordText.Parse(at, Encoding.UTF8.GetBytes(symbol.ToString()));
        _chords.Add(chord ?? throw fields.Fault($"'{symbol}' is not a chord like F7."));
    }

    private void ReadPart(ref NoteFileFields fields)
    {
        fields.NextNumber("the number of the next part", _parts.Count + 1, _parts.Count + 1);
        fields.Expect(NoteFile.Channel);
        var channel = fields.NextNumber("a channel", 1, 16) - 1;
        fields.Expect(NoteFile.Program);
        var program = fields.NextNumber("a program", 1, 128) - 1;
        _parts.Add(new PartLines(fields.Line, fields.IsAtEnd ? null : fields.RestAsText(), program, channel, []));
    }

    private void ReadNote(ref NoteFileFields fields)
    {
        var onset = ReadPosition(ref fields);
        var duration = ReadDuration(ref fields);
        var part = fields.Next("a part like p1");
        if (part is not ['p', .. var number]) throw fields.Fault($"'{part}' is not a part like p1.");
        if (_parts.Count == 0) throw fields.Fault("There is no part for this note.");
        var lines = _parts[(int)fields.Number(number, "a part", 1, _parts.Count) - 1];
        var key = fields.Next("a key like Bb3");
        var pitch = KeyNames.Parse(key) ?? throw fields.Fault($"'{key}' is not a key from C-1 to G9.");
        var velocity = fields.NextNumber("a velocity", 1, 127);
        fields.ExpectEnd();
        if (onset + duration > Ticks.Max) throw fields.Fault($"The note ends later than tick {Ticks.Max}.");
        lines.Notes.Add(new Note(onset, duration, pitch, velocity, lines.Channel));
    }

    /// <summary><c>bar:beat</c> or <c>bar:beat+ticks</c>.</summary>
    private Ticks ReadPosition(ref NoteFileFields fields)
    {
        _bars ??= new BarMap(_ticksPerQuarter!.Value, _meters);
        var position = fields.Next("a position like 1:1");
        var colon = position.IndexOf(':');
        if (colon < 0) throw fields.Fault($"'{position}' is not a position like 1:1 or 1:1+240.");
        var bar = fields.Number(position[..colon], "a bar", 1, MaxBar);
        var (beat, rest) = ReadSum(in fields, position[(colon + 1)..], "a beat", 1, int.MaxValue);
        try
        {
            return _bars.TicksAt(new BarPosition(bar, (int)beat, rest));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw fields.Fault($"'{position}' is later than tick {Ticks.Max}.");
        }
    }

    /// <summary><c>quarters</c> or <c>quarters+ticks</c>.</summary>
    private Ticks ReadDuration(ref NoteFileFields fields)
    {
        var duration = fields.Next("a duration in quarters");
        var (quarters, rest) = ReadSum(in fields, duration, "a number of quarters", 0, Ticks.Max.Value);
        var ticks = (quarters * _ticksPerQuarter!.Value) + rest;
        return ticks <= Ticks.Max.Value ? new Ticks(ticks) : throw fields.Fault($"'{duration}' is longer than {Ticks.Max} ticks.");
    }

    private static (long Whole, long More) ReadSum(in NoteFileFields fields, ReadOnlySpan<char> field, string what, long least, long most)
    {
        var plus = field.IndexOf('+');
        if (plus < 0) return (fields.Number(field, what, least, most), 0);
        return (fields.Number(field[..plus], what, least, most), fields.Number(field[(plus + 1)..], "a number of ticks", 0, Ticks.Max.Value));
    }

    private sealed record PartLines(int Line, string? Name, int Program, int Channel, List<Note> Notes);
}
