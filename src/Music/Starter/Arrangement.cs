using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>Puts a piece together: head, solos, sometimes the head again, and a last bar at home.</summary>
/// <param name="tune">The harmony.</param>
/// <param name="lead">Who plays the melody.</param>
/// <param name="quartersPerMinute">The tempo.</param>
/// <param name="dice">The composer's and players' choices.</param>
internal sealed class Arrangement(Tune tune, Lead lead, int quartersPerMinute, Dice dice)
{
    private const int LongForm = 32;
    private const int MicrosecondsPerMinute = 60_000_000;

    private readonly int _choruses = tune.Bars >= LongForm ? 2 : 3;

    /// <summary>The bars of all choruses; one more follows, in which everybody holds the last chord.</summary>
    private int Bars => _choruses * tune.Bars;

    public Score Compose(string title)
    {
        var isGuitar = lead.Program == Lead.PianoProgram || (lead.Program != Lead.GuitarProgram && dice.Chance(0.35));
        Track[] tracks =
        [
            new(lead.Name, lead.Program, Melody()),
            new(isGuitar ? "Guitar" : "Piano", isGuitar ? Lead.GuitarProgram : Lead.PianoProgram, Chords(isGuitar)),
            new("Bass", Lead.BassProgram, Bass()),
            new("Drums", 0, SwingDrums.Play(Bars, dice)),
        ];
        var end = new Ticks((long)(Bars + 1) * SwingGrid.TicksPerBar);
        var tempo = new Tempo(Ticks.Zero, MicrosecondsPerMinute / quartersPerMinute);
        return new Score(SwingGrid.TicksPerQuarter, tracks, [tempo], [Meter.Default], end, title);
    }

    private List<Note> Melody()
    {
        var line = new LeadLine(tune, lead.Range, dice);
        var head = Head.Compose(tune, line, dice);
        var notes = head.ToList();
        var endsWithHead = _choruses > 2 && dice.Chance(0.5);
        for (var chorus = 1; chorus < _choruses; chorus++)
        {
            var start = new Ticks((long)chorus * tune.Bars * SwingGrid.TicksPerBar);
            notes.AddRange(endsWithHead && chorus == _choruses - 1
                ? head.Select(note => note with { Onset = note.Onset + start })
                : Solo.Play(tune, chorus, line, dice));
        }
        notes.Add(LastNote(PitchMath.Nearest(dice.Among(tune.Home.Tones), notes[^1].Pitch, lead.Range), LeadLine.Channel));
        return notes;
    }

    private IEnumerable<Note> Chords(bool isShell) =>
        Comping.Play(tune, Bars, isShell, dice)
            .Concat(Comping.Voicing(tune.Home, [], isShell).Select(pitch => LastNote(pitch, Comping.Channel)));

    private IEnumerable<Note> Bass() =>
        WalkingBass.Play(tune, Bars * SwingGrid.BeatsPerBar, dice)
            .Append(LastNote(PitchMath.Nearest(tune.Tonic, WalkingBass.Range.Middle, WalkingBass.Range), WalkingBass.Channel));

    private Note LastNote(int pitch, int channel) =>
        SwingGrid.NoteAt(Bars * SwingGrid.EighthsPerBar, SwingGrid.EighthsPerBar, pitch, 80, channel);
}
