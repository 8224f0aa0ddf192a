using System.Runtime.InteropServices;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens;

/// <summary>The origin report's language: a word for each note or chord, in the order of time, without rhythm.</summary>
/// <remarks>
/// <para>
/// A note is its name, such as <c>E-4</c> (E flat above middle C), <c>C#5</c>, <c>C-1</c> (the lowest key). A chord is its pitch classes
/// in normal order, such as <c>4.7.11</c>; two octaves of one pitch are a chord of one class. Drums and rests have no words.
/// </para>
/// <para>
/// The words are those that music21 11 gives for the same file: <see cref="PitchNames"/>, <see cref="ChordNames"/>,
/// <see cref="ChordGrouping"/> and <see cref="QuarterGrid"/> name the rules, and where this departs from them.
/// </para>
/// </remarks>
public static class NoteNames
{
    private const int TicksPerQuarter = 480;
    private const int TicksPerStep = TicksPerQuarter / 2;
    private const int MiddleOctave = 60;
    private const int Velocity = 80;
    private const int MostBarsOfANote = 64;
    private const int MostWordsANote = 4;
    private const int WordsBeyond = 100_000;
    private const double MicrosecondsPerMinute = 60e6;

    /// <summary>The words of a score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance divisor is below 1 or above 32,767, or the selection of parts is none.</exception>
    /// <exception cref="NoteNamesLimitException"><see cref="NoteNamesOptions.SplitTiesAtBar"/> would give more words than memory should hold.</exception>
    public static string[] Encode(Score score, NoteNamesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        options ??= new NoteNamesOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ToleranceDivisor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ToleranceDivisor, Score.MaxTicksPerQuarter);
        if (!Enum.IsDefined(options.Parts)) throw new ArgumentOutOfRangeException(nameof(options), options.Parts, $"{nameof(options.Parts)} is no {nameof(PartSelection)}.");
        var bars = options.SplitTiesAtBar ? new BarMap(score.TicksPerQuarter, score.Meters) : null;
        var notes = score.NoteCount;
        var mostWords = ((long)MostWordsANote * notes) + WordsBeyond;
        var placed = new List<PlacedWord>(notes);
        foreach (var track in Select(score, options.Parts))
        {
            foreach (var element in ChordGrouping.Group(track.Notes.AsSpan(), score.TicksPerQuarter, options.ToleranceDivisor))
            {
                Place(element, score.TicksPerQuarter, bars, placed);
                if (placed.Count > mostWords) throw NoteNamesLimitException.For(notes, mostWords);
            }
        }
        return PlacedWord.InOrder(CollectionsMarshal.AsSpan(placed));
    }

    /// <summary>Plays words: each lasts an eighth, chords lie in the octave of middle C.</summary>
    /// <param name="words">What to play.</param>
    /// <param name="tempoQpm">Quarters a minute, 4 … 1,000.</param>
    /// <param name="program">General MIDI program, 0 … 127; default piano.</param>
    /// <param name="name">The name of the piece.</param>
    /// <exception cref="NoteNameFormatException">One of them is not a word.</exception>
    public static Score Decode(IEnumerable<string> words, double tempoQpm = 120, int program = 0, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(tempoQpm, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tempoQpm, 1_000);
        var notes = new List<Note>();
        var step = 0;
        foreach (var word in words)
        {
            if (!TryParse(word, out var pitches)) throw new NoteNameFormatException(step, word);
            var onset = new Ticks((long)step++ * TicksPerStep);
            foreach (var pitch in pitches) notes.Add(new Note(onset, new Ticks(TicksPerStep), pitch, Velocity, Channel: 0));
        }
        Track[] tracks = notes.Count > 0 ? [new Track(null, program, notes)] : [];
        var tempo = new Tempo(Ticks.Zero, (int)Math.Round(MicrosecondsPerMinute / tempoQpm));
        return new Score(TicksPerQuarter, tracks, [tempo], [Meter.Default], name: name);
    }

    /// <summary>Whether this is a note name, or distinct pitch classes in any order.</summary>
    public static bool IsWord(string word) => TryParse(word, out _);

    /// <summary>The MIDI keys that a word sounds; a chord's lie in the octave of middle C, in the word's order.</summary>
    public static bool TryParse(string word, out IReadOnlyList<int> pitches)
    {
        ArgumentNullException.ThrowIfNull(word);
        pitches = [];
        if (PitchNames.TryParse(word, out var pitch)) pitches = [pitch];
        else if (ChordNames.TryParse(word, out var classes)) pitches = [.. classes.Select(pitchClass => MiddleOctave + pitchClass)];
        return pitches.Count > 0;
    }

    private static IEnumerable<Track> Select(Score score, PartSelection parts)
    {
        var pitched = score.Tracks.Where(track => !track.IsDrums);
        if (parts == PartSelection.AllPitched) return pitched;
        var first = pitched.FirstOrDefault();
        return pitched.Where(track => track.Program == first!.Program);
    }

    /// <summary>The element where the grid has it, and once more at each bar line that it is held over.</summary>
    private static void Place(ChordGrouping.Element element, int ticksPerQuarter, BarMap? bars, List<PlacedWord> placed)
    {
        var onset = QuarterGrid.Quantize(element.Onset, ticksPerQuarter) * ticksPerQuarter; // in twelfths of a tick
        placed.Add(new PlacedWord(onset, placed.Count, element.Word));
        if (bars is null) return;
        var end = onset + (QuarterGrid.Quantize(element.Duration, ticksPerQuarter) * ticksPerQuarter);
        var line = bars.NextBarLine(new Ticks(onset / QuarterGrid.Twelfths));
        for (var bar = 1; bar < MostBarsOfANote && line.Value * QuarterGrid.Twelfths < end; bar++)
        {
            placed.Add(new PlacedWord(line.Value * QuarterGrid.Twelfths, placed.Count, element.Word));
            line = bars.NextBarLine(line);
        }
    }
}
