using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>Chords behind the melody: short rhythms, each voicing close to the one before.</summary>
internal static class Comping
{
    public const int Channel = 1;

    /// <summary>B2 to G4: thirds and sevenths sound clear there.</summary>
    public static readonly PitchRange Range = new(47, 67);

    private const int Gap = 30;

    /// <summary>Rhythms of a bar as (eighth, length); the first is the Charleston, one pushes the next bar's chord onto the last eighth.</summary>
    private static readonly (int Eighth, int Length)[][] Rhythms =
    [
        [(0, 3), (3, 1)],
        [(0, 3), (3, 3)],
        [(1, 2), (5, 2)],
        [(2, 1), (6, 1)],
        [(0, 1), (3, 2), (6, 1)],
        [(3, 1), (7, 1)],
        [(0, 6)],
        [(1, 1), (4, 3)],
    ];

    /// <param name="tune">The harmony.</param>
    /// <param name="bars">How many bars to play.</param>
    /// <param name="isShell">Third and seventh alone, as a guitarist behind a soloist; else four notes without the root.</param>
    /// <param name="dice">The player's choices.</param>
    public static IEnumerable<Note> Play(Tune tune, int bars, bool isShell, Dice dice)
    {
        int[] voicing = [];
        var rhythm = Rhythms[0];
        for (var bar = 0; bar < bars; bar++)
        {
            if (bar % 2 == 0 || dice.Chance(0.4)) rhythm = dice.Among<(int, int)[]>(Rhythms);
            foreach (var (eighth, length) in rhythm)
            {
                var isPushed = eighth == SwingGrid.EighthsPerBar - 1 && bar + 1 < bars;
                var beat = (bar * SwingGrid.BeatsPerBar) + (isPushed ? SwingGrid.BeatsPerBar : eighth / 2);
                voicing = Voicing(tune.At(beat), voicing, isShell);
                var velocity = 54 + dice.Below(16);
                var onset = (bar * SwingGrid.EighthsPerBar) + eighth;
                foreach (var pitch in voicing) yield return SwingGrid.NoteAt(onset, length, pitch, velocity, Channel, Gap);
            }
        }
    }

    /// <summary>The tones of the chord in the inversion that moves least; ascending.</summary>
    public static int[] Voicing(Chord chord, int[] before, bool isShell)
    {
        var tones = isShell ? chord.GuideTones : chord.RootlessTones;
        var centre = before.Length == 0 ? Range.Middle : before.Average();
        int[] octaves = [0, PitchMath.Octave];
        var candidates = Enumerable.Range(0, tones.Length)
            .Select(inversion => (int[])[.. tones[inversion..], .. tones[..inversion]])
            .SelectMany(inverted => octaves.Select(octave => Stack(inverted, octave)))
            .Where(pitches => Range.Contains(pitches[0]) && Range.Contains(pitches[^1]));
        return candidates.MinBy(pitches => Math.Abs(pitches.Average() - centre) + (Math.Abs(pitches.Average() - Range.Middle) / 4))!;
    }

    private static int[] Stack(int[] tones, int octave)
    {
        var pitches = new int[tones.Length];
        var last = Range.Lowest - 1 + octave;
        for (var i = 0; i < tones.Length; i++) pitches[i] = last = PitchMath.Next([tones[i]], last, 1);
        return pitches;
    }
}
