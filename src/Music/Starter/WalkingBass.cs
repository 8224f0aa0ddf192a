using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>Four quarters a bar: the root where a chord starts, chord and scale tones on the way, a step into the next root.</summary>
internal static class WalkingBass
{
    public const int Channel = 2;

    /// <summary>E1 to D3: where a double bass walks, below the melody.</summary>
    public static readonly PitchRange Range = new(28, 50);

    private const int Gap = 20;
    private const int FarFromTheMiddle = 8;

    /// <param name="tune">The harmony.</param>
    /// <param name="beats">How many beats to play.</param>
    /// <param name="dice">The player's choices.</param>
    public static IEnumerable<Note> Play(Tune tune, int beats, Dice dice)
    {
        var pitch = Range.Middle;
        for (var beat = 0; beat < beats; beat++)
        {
            pitch = Pitch(tune, beat, beats, pitch, dice);
            yield return SwingGrid.NoteAt(beat * 2, 2, pitch, 84 + dice.Below(12) + (beat % 2 * 6), Channel, Gap);
        }
    }

    private static int Pitch(Tune tune, int beat, int beats, int last, Dice dice)
    {
        var chord = tune.At(beat);
        if (tune.ChangesAt(beat)) return PitchMath.Nearest(chord.Root, Homeward(last), Range);
        var next = beat + 1;
        var isNewBar = beat % SwingGrid.BeatsPerBar == 0;
        if (next < beats && tune.ChangesAt(next)) return Approach(PitchMath.Nearest(tune.At(next).Root, last, Range), last, dice);
        if (isNewBar && dice.Chance(0.6)) return Move(chord.Root, last);
        var direction = last < Range.Middle - FarFromTheMiddle ? 1 : last > Range.Middle + FarFromTheMiddle ? -1 : dice.Among(1, -1);
        var step = PitchMath.Next(dice.Chance(0.65) ? chord.Tones : chord.Scale, last, direction);
        return Range.Contains(step) ? step : PitchMath.Next(chord.Tones, last, -direction);
    }

    /// <summary>A semitone or a scale step beside the next root, or its fifth, but never the note just played.</summary>
    private static int Approach(int target, int last, Dice dice)
    {
        var pitch = target + dice.Among(-1, 1, -1, 1, -2, 2, 7, -5);
        if (pitch == last) pitch = target + (last > target ? -1 : 1);
        if (pitch < Range.Lowest) pitch = target + 1;
        return pitch > Range.Highest ? target - 1 : pitch;
    }

    private static int Move(int pitchClass, int last)
    {
        var pitch = PitchMath.Nearest(pitchClass, Homeward(last), Range);
        if (pitch != last) return pitch;
        return last > Range.Middle ? last - PitchMath.Octave : last + PitchMath.Octave;
    }

    /// <summary>A little towards the middle, so that the line does not drift to an end of the strings.</summary>
    private static int Homeward(int pitch) => pitch + Math.Sign(Range.Middle - pitch);
}
