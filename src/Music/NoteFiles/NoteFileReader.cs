using System.Text;
using System.Text.Unicode;
using MusicGen.Music.Scores;

namespace MusicGen.Music.NoteFiles;

/// <summary>Reads the lines of one note file.</summary>
/// <param name="sizeBytes">The length of its text.</param>
internal sealed class NoteFileReader(int sizeBytes) : IDisposable
{
    /// <summary>More than <see cref="Ticks.Max"/> can hold of the shortest bars.</summary>
    private const long MaxBar = 1L << 42;

    /// <summary>Usual bytes a note: what a first guess at their number goes by.</summary>
    private const int BytesPerNote = 28;

    private readonly List<Meter> _meters = [];
    private readonly List<Tempo> _tempos = [];
    private readonly List<KeySignature> _keys = [];
    private readonly List<ChordSymbol> _chords = [];
    private readonly List<PartLine> _parts = [];
    private readonly PlacedNotes _notes = new(expected: (sizeBytes / BytesPerNote) + 1);
    private string? _name;
    private Ticks? _end;
    private int _ticksPerQuarter; // 0: not said yet
    private BarMap? _bars;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public Score Read(ReadOnlySpan<byte> text)
    {
        var isValid = Utf8.IsValid(text);
        var number = 0;
        var isStarted = false;
        var inNotes = false;
        if (text.StartsWith(ByteOrderMark)) text = text[ByteOrderMark.Length..];
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            var fields = new NoteFileFields(line, ++number);
            if (!isValid && !Utf8.IsValid(line)) throw fields.Fault("The line is not valid UTF-8.");
            if (fields.IsSilent) continue;
            if (inNotes)
            {
                ReadNote(ref fields);
            }
            else if (isStarted)
            {
                inNotes = ReadHeaderLine(ref fields);
            }
            else
            {
                if (!Ascii.Equals(fields.Rest, NoteFile.Header)) throw fields.Fault($"A note file starts with the line '{NoteFile.Header}'.");
                isStarted = true;
            }
        }
        if (!inNotes) throw new NoteFileFormatException(Math.Max(1, number), $"The text ends before the line '{NoteFile.Notes}'.");
        return ToScore();
    }

    public void Dispose() => _notes.Dispose();

    private Score ToScore()
    {
        var notes = _notes.Deal(_parts.Count);
        for (var i = 0; i < notes.Length; i++)
        {
            if (notes[i].Length == 0) throw new NoteFileFormatException(_parts[i].Line, "This part has no notes.");
        }
        var tracks = _parts.Select((part, i) => Track.Adopt(Names.Normal(part.Name), part.Program, notes[i]));
        return new Score(_ticksPerQuarter, tracks, _tempos, _meters, _end ?? Ticks.Zero, _name, _keys, _chords);
    }

    /// <returns>Whether the notes follow.</returns>
    private bool ReadHeaderLine(ref NoteFileFields fields)
    {
        var first = fields.Next("a word");
        var word = Encoding.UTF8.GetString(first);
        if (_ticksPerQuarter == 0 != word is NoteFile.TicksPerQuarter)
            throw fields.Fault($"'{NoteFile.TicksPerQuarter}' stands once, after the first line.");
        switch (word)
        {
            case NoteFile.TicksPerQuarter:
                _ticksPerQuarter = fields.NextNumber("a number of ticks", 1, Score.MaxTicksPerQuarter);
                break;
            case NoteFile.Name:
                if (_name is not null) throw fields.Fault("The name of the piece has been said already.");
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
                if (_end is not null) throw fields.Fault("The end of the piece has been said already.");
                _end = ReadPosition(ref fields);
                break;
            case NoteFile.Notes:
                fields.ExpectEnd();
                return true;
            default:
                throw fields.Fault($"'{QuotedText.Shown(first)}' is not a word that starts a line.");
        }
        fields.ExpectEnd();
        return false;
    }

    private void ReadMeter(ref NoteFileFields fields)
    {
        if (_bars is not null) throw fields.Fault("Meters stand before every position in bars, whose meaning they change.");
        var at = new Ticks(fields.Number(fields.Next("a tick"), "a tick", 0, Ticks.Max.Value));
        var fraction = fields.Next("a meter like 3/4");
        var slash = fraction.IndexOf((byte)'/');
        if (slash < 0) throw fields.Fault($"'{QuotedText.Shown(fraction)}' is not a meter like 3/4.");
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
        var key = SignatureNames.Parse(at, tonic, mode)
            ?? throw fields.Fault($"'{QuotedText.Shown(tonic)} {QuotedText.Shown(mode)}' is not a key like Bb major, of at most 7 sharps or flats.");
        _keys.Add(key);
    }

    private void ReadChord(ref NoteFileFields fields)
    {
        var at = ReadPosition(ref fields);
        var symbol = fields.Next("a chord like F7");
        var chord = ChordText.Parse(at, symbol);
        _chords.Add(chord ?? throw fields.Fault($"'{QuotedText.Shown(symbol)}' is not a chord like F7."));
    }

    private void ReadPart(ref NoteFileFields fields)
    {
        fields.NextNumber("the number of the next part", _parts.Count + 1, _parts.Count + 1);
        fields.Expect("channel"u8);
        var channel = fields.NextNumber("a channel", 1, 16) - 1;
        fields.Expect("program"u8);
        var program = fields.NextNumber("a program", 1, 128) - 1;
        _parts.Add(new PartLine(fields.Line, fields.IsAtEnd ? null : fields.RestAsText(), program, channel));
    }

    private void ReadNote(ref NoteFileFields fields)
    {
        var onset = ReadPosition(ref fields);
        var duration = ReadDuration(ref fields);
        var part = fields.Next("a part like p1");
        if (part is not [(byte)'p', .. var number]) throw fields.Fault($"'{QuotedText.Shown(part)}' is not a part like p1.");
        if (_parts.Count == 0) throw fields.Fault("There is no part for this note.");
        var index = (int)fields.Number(number, "a part", 1, _parts.Count) - 1;
        var key = fields.Next("a key like Bb3");
        var pitch = KeyNames.Parse(key) ?? throw fields.Fault($"'{QuotedText.Shown(key)}' is not a key from C-1 to G9.");
        var velocity = fields.NextNumber("a velocity", 1, 127);
        fields.ExpectEnd();
        if (onset.Value + duration.Value > Ticks.Max.Value) throw fields.Fault($"The note ends later than tick {Ticks.Max}.");
        _notes.Add(index, new Note(onset, duration, pitch, velocity, _parts[index].Channel));
    }

    /// <summary><c>bar:beat</c> or <c>bar:beat+ticks</c>.</summary>
    private Ticks ReadPosition(ref NoteFileFields fields)
    {
        _bars ??= new BarMap(_ticksPerQuarter, _meters);
        var position = fields.Next("a position like 1:1");
        var colon = position.IndexOf((byte)':');
        if (colon < 0) throw fields.Fault($"'{QuotedText.Shown(position)}' is not a position like 1:1 or 1:1+240.");
        var bar = fields.Number(position[..colon], "a bar", 1, MaxBar);
        var (beat, rest) = ReadSum(in fields, position[(colon + 1)..], "a beat", 1, int.MaxValue);
        try
        {
            return _bars.TicksAt(new BarPosition(bar, (int)beat, rest));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw fields.Fault($"'{QuotedText.Shown(position)}' is later than tick {Ticks.Max}.");
        }
    }

    /// <summary><c>quarters</c> or <c>quarters+ticks</c>.</summary>
    private Ticks ReadDuration(ref NoteFileFields fields)
    {
        var duration = fields.Next("a duration in quarters");
        var (quarters, rest) = ReadSum(in fields, duration, "a number of quarters", 0, Ticks.Max.Value);
        var ticks = (quarters * _ticksPerQuarter) + rest;
        return ticks <= Ticks.Max.Value ? new Ticks(ticks) : throw fields.Fault($"'{QuotedText.Shown(duration)}' is longer than {Ticks.Max} ticks.");
    }

    private static (long Whole, long More) ReadSum(in NoteFileFields fields, ReadOnlySpan<byte> field, string what, long least, long most)
    {
        var plus = field.IndexOf((byte)'+');
        if (plus < 0) return (fields.Number(field, what, least, most), 0);
        return (fields.Number(field[..plus], what, least, most), fields.Number(field[(plus + 1)..], "a number of ticks", 0, Ticks.Max.Value));
    }

    private sealed record PartLine(int Line, string? Name, int Program, int Channel);
}
