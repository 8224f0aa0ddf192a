namespace MusicGen.Music.Starter;

/// <summary>Pitches of a class near others.</summary>
internal static class PitchMath
{
    public const int Octave = 12;

    public static int ClassOf(int pitch) => ((pitch % Octave) + Octave) % Octave;

    /// <summary>The pitch of a class that lies nearest to another pitch; of two the lower one.</summary>
    public static int Nearest(int pitchClass, int pitch)
    {
        var above = pitch + ClassOf(pitchClass - pitch);
        return above - pitch < pitch - (above - Octave) ? above : above - Octave;
    }

    /// <summary>As <see cref="Nearest(int, int)"/>, kept in a range of at least an octave.</summary>
    public static int Nearest(int pitchClass, int pitch, PitchRange range)
    {
        var nearest = Nearest(pitchClass, pitch);
        while (nearest < range.Lowest) nearest += Octave;
        while (nearest > range.Highest) nearest -= Octave;
        return nearest;
    }

    /// <summary>The next pitch in a direction (+1 or −1) whose class is among some.</summary>
    public static int Next(int[] classes, int pitch, int direction)
    {
        do pitch += direction;
        while (!classes.Contains(ClassOf(pitch)));
        return pitch;
    }
}
