using MusicGen.Music.Grammar;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

/// <summary>A piece as it decodes, without the notes of its primer: what constraints speak of.</summary>
internal sealed class ComposedPiece
{
    private readonly string[] _words;
    private readonly int _primed;
    private readonly int[] _given;
    private readonly Score _score;
    private readonly (int Program, Note Note)[] _notes;

    public ComposedPiece(int[] tokens, int[] primer)
    {
        _words = Score24Vocabulary.ToWords(tokens);
        _primed = primer.Count(id => id != Score24Vocabulary.End);
        _score = Score24.Decode(tokens);
        (int Program, Note)[] primed = primer.Length > 0 ? [.. Notes(Score24.Decode([.. primer.Where(id => id != Score24Vocabulary.End), Score24Vocabulary.End]))] : [];
        _given = [.. primed.Select(note => note.Program)];
        var given = primed.Select(Place).ToHashSet();
        _notes = [.. Notes(_score).Where(note => !given.Contains(Place(note)))];
    }

    private IEnumerable<Note> Pitched => _notes.Where(note => note.Program != Score24Vocabulary.DrumProgram).Select(note => note.Note);

    private IEnumerable<string> Composed => _words.Skip(_primed);

    /// <summary>The names of the constraints that the piece breaks.</summary>
    public IEnumerable<string> Faults(Score24Constraints asked, IEnumerable<int> live)
    {
        var bars = _words.Count(word => word == "Bar");
        if (asked.Bars is { } exactly ? bars != exactly : bars > asked.MostBars) yield return "Bars";
        if (asked.Programs is { } programs && _notes.Any(note => !programs.Contains(note.Program))) yield return "Programs";
        if (NewPrograms().Any() && AllPrograms().Count() > asked.MostPrograms) yield return "MostPrograms";
        if (Pitched.Any(note => note.Pitch < asked.LowestPitch || note.Pitch > asked.HighestPitch)) yield return "Pitch";
        if (asked.MostNotesAtOnce is { } most && Pitched.Any(note => Sounding(note.Onset) > most)) yield return "MostNotesAtOnce";
        if (asked.CloseAtEnd && _notes.Any(note => note.Note.End.Value > LastBarLine())) yield return "CloseAtEnd";
        if (_notes.CountBy(note => BarOf(note.Note)).Any(bar => bar.Value > asked.MostNotesPerBar)) yield return "MostNotesPerBar";
        if (asked.Meters is { } meters && Says("TimeSig_").Any(word => !meters.Contains(word["TimeSig_".Length..]))) yield return "Meters";
        if (!asked.TempoChanges && Says("Tempo_").Count() > (_primed == 0 ? 1 : 0)) yield return "TempoChanges";
        if (asked.Scale is { } scale && (Pitched.Any(note => !scale.Contains(note.Pitch)) || Says("Key_").Any(word => word != $"Key_{KeyOf(scale)}"))) yield return "Scale";
        if (asked.TempoQpm is { } qpm && Says("Tempo_").Any(word => TempoOf(word) != live.Where(IsTempo).Select(id => TempoOf(Score24Vocabulary.WordOf(id))).MinBy(tempo => Math.Max(tempo / qpm, qpm / tempo)))) yield return "TempoQpm";
        if (WantingBars(asked.LeastNotesPerBar, [.. live], asked).Any()) yield return "LeastNotesPerBar";
        if (!asked.Keys && Says("Key_").Any()) yield return "Keys";
        if (!asked.Chords && Says("Chord_").Any()) yield return "Chords";
        if (Score24Vocabulary.ToIds(Composed).Except(live).Any()) yield return "live";
    }

    private static IEnumerable<(int Program, Note Note)> Notes(Score score) =>
        score.Tracks.SelectMany(track => track.Notes.Select(note => (track.IsDrums ? Score24Vocabulary.DrumProgram : track.Program, note)));

    private static (int, long, int) Place((int Program, Note Note) note) => (note.Program, note.Note.Onset.Value, note.Note.Pitch);

    private IEnumerable<int> AllPrograms() =>
        _score.Tracks.Where(track => !track.IsDrums).Select(track => track.Program).Distinct();

    /// <summary>Pitched programs that the primer did not have.</summary>
    private IEnumerable<int> NewPrograms() =>
        _notes.Select(note => note.Program).Where(program => program != Score24Vocabulary.DrumProgram).Except(_given);

    private int Sounding(Ticks tick) => Pitched.Count(note => note.Onset <= tick && tick < note.End);

    private long BarOf(Note note) => new BarMap(Score24.TicksPerQuarter, _score.Meters).PositionOf(note.Onset).Bar;

    private IEnumerable<string> Says(string family) => Composed.Where(word => word.StartsWith(family, StringComparison.Ordinal));

    private static bool IsTempo(int id) => Score24Vocabulary.TokenOf(id).Family == Score24Family.Tempo;

    private static double TempoOf(string word) => int.Parse(word["Tempo_".Length..]);

    private static string KeyOf(Scale scale) =>
        $"{new[] { "C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B" }[scale.Tonic]}:{(scale.IsMinor ? "min" : "maj")}";

    /// <summary>Bars behind the primer's that have fewer notes than asked for although another could start later in them: where that can be told by looking.</summary>
    private IEnumerable<int> WantingBars(int least, HashSet<int> live, Score24Constraints asked)
    {
        bool Plays(int program) => live.Contains(Score24Vocabulary.IdOf(Score24Family.Program, program)) && asked.Programs?.Contains(program) != false;
        bool Knows(Score24Family family, Func<int, bool> isMeant) =>
            live.Any(id => Score24Vocabulary.TokenOf(id) is var token && token.Family == family && isMeant(token.Value));
        var canDrum = Plays(Score24Vocabulary.DrumProgram) && Knows(Score24Family.DrumPitch, _ => true);
        var canPlay = _primed == 0 && !asked.CloseAtEnd && asked.MostNotesAtOnce is null && Enumerable.Range(0, 128).Any(Plays) && Knows(Score24Family.Duration, _ => true)
            && Knows(Score24Family.Pitch, pitch => pitch >= asked.LowestPitch && pitch <= asked.HighestPitch && asked.Scale?.Contains(pitch) != false);
        if (!canDrum && !canPlay) yield break;
        var (bar, notes, position, length) = (0, 0, -1, 0);
        var primedBars = _words.Take(_primed).Count(word => word == "Bar");
        foreach (var token in Score24Vocabulary.ToIds(_words).Select(Score24Vocabulary.TokenOf))
        {
            if (token.Family is Score24Family.Bar or Score24Family.Special)
            {
                if (bar > primedBars && notes < least && Knows(Score24Family.Position, value => value > position && value < length)) yield return bar;
                (bar, notes, position) = (bar + 1, 0, -1);
            }
            if (token.Family == Score24Family.TimeSig) length = Score24Scales.BarTicks[token.Value];
            if (token.Family == Score24Family.Position) position = token.Value;
            if (token.Family is Score24Family.Pitch or Score24Family.DrumPitch) notes++;
        }
    }

    private long LastBarLine()
    {
        var (line, length) = (0L, 0);
        for (var i = 0; i < _words.Length; i++)
        {
            if (_words[i].StartsWith("TimeSig_", StringComparison.Ordinal))
            {
                var meter = _words[i]["TimeSig_".Length..].Split('/');
                var next = int.Parse(meter[0]) * 96 / int.Parse(meter[1]);
                (line, length) = (line + next - length, next);
            }
            else if (_words[i] == "Bar") line += length;
        }
        return line;
    }
}
