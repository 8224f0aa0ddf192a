using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>The tune itself: a motif for each letter of the form, repeated, varied and answered.</summary>
internal static class Head
{
    private const int MotifBars = 2;
    private const double Density = 0.45;

    /// <param name="tune">The harmony.</param>
    /// <param name="line">Who plays.</param>
    /// <param name="dice">The composer's choices.</param>
    /// <returns>The notes of one chorus from the start of the piece.</returns>
    public static List<Note> Compose(Tune tune, LeadLine line, Dice dice)
    {
        var notes = new List<Note>();
        var sections = new Dictionary<char, (int Section, List<(int Eighth, Phrase Phrase)> Phrases, List<Note> Notes)>();
        for (var section = 0; section < tune.Form.Length; section++)
        {
            var start = section * tune.BarsPerSection * SwingGrid.EighthsPerBar;
            if (sections.TryGetValue(tune.Form[section], out var known) && tune.IsSameHarmony(known.Section, section))
            {
                var distance = new Ticks(SwingGrid.TicksAt(start - (known.Section * tune.BarsPerSection * SwingGrid.EighthsPerBar)));
                notes.AddRange(known.Notes.Select(note => note with { Onset = note.Onset + distance }));
                continue;
            }
            var phrases = known.Phrases ?? Plan(tune.BarsPerSection / MotifBars, dice);
            List<Note> played = [.. phrases.SelectMany(placed => line.Play(placed.Phrase, start + placed.Eighth))];
            sections[tune.Form[section]] = (section, phrases, played);
            notes.AddRange(played);
        }
        return notes;
    }

    /// <summary>Motif, motif, variation, answer; where there is room for two, motif and answer.</summary>
    private static List<(int Eighth, Phrase Phrase)> Plan(int places, Dice dice)
    {
        const int eighths = MotifBars * SwingGrid.EighthsPerBar;
        var pickup = dice.Among(0, 0, 1, 2);
        var motif = Phrase.Invent(dice, 7 + dice.Below(5), Density, isBlue: false);
        var answer = Phrase.Invent(dice, 4 + dice.Below(4), Density, isBlue: false);
        answer = answer with { Slots = [.. answer.Slots, new Slot(answer.Length, 4, -1)] };
        return
        [
            .. Enumerable.Range(0, places).Select(place =>
            {
                var phrase = place == places - 1 ? answer : place == 2 ? motif.Vary(dice) : motif;
                return ((place * eighths) + pickup, phrase);
            }),
        ];
    }
}
