using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>An improvised chorus: phrases of one to three bars with rests between, some of which repeat the one before.</summary>
internal static class Solo
{
    private const double Density = 0.78;
    private const double RepeatChance = 0.3;
    private const double BlueChance = 0.3;

    /// <param name="tune">The harmony.</param>
    /// <param name="chorus">Which chorus of the piece, from 0.</param>
    /// <param name="line">Who plays.</param>
    /// <param name="dice">The player's choices.</param>
    public static IEnumerable<Note> Play(Tune tune, int chorus, LeadLine line, Dice dice)
    {
        var isBlues = tune.Title.EndsWith("blues", StringComparison.Ordinal);
        var eighth = chorus * tune.Bars * SwingGrid.EighthsPerBar;
        var end = (chorus + 1) * tune.Bars * SwingGrid.EighthsPerBar;
        Phrase? before = null;
        for (eighth += dice.Below(3); eighth < end;)
        {
            var phrase = before is not null && dice.Chance(RepeatChance)
                ? before.Vary(dice)
                : Phrase.Invent(dice, 8 + dice.Below(15), Density, isBlues && dice.Chance(BlueChance));
            phrase = phrase.Within(end - eighth);
            if (phrase is null) break;
            foreach (var note in line.Play(phrase, eighth)) yield return note;
            eighth += phrase.Length + dice.Among(1, 2, 3, 4, 6);
            before = phrase;
        }
    }
}
