using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>Where the eighths of a 4/4 bar lie: the second one of a beat comes late, on the last third.</summary>
internal static class SwingGrid
{
    public const int TicksPerQuarter = 480;
    public const int EighthsPerBar = 8;
    public const int BeatsPerBar = 4;
    public const int TicksPerBar = BeatsPerBar * TicksPerQuarter;

    private const int OffBeat = TicksPerQuarter * 2 / 3;

    /// <param name="eighth">Counted from the start of the piece.</param>
    public static long TicksAt(int eighth) => ((long)(eighth / 2) * TicksPerQuarter) + (eighth % 2 * OffBeat);

    /// <summary>A note over some eighths; it stops a little before the next one begins, unless it is played legato.</summary>
    public static Note NoteAt(int eighth, int length, int pitch, int velocity, int channel, int gap = 0)
    {
        var onset = TicksAt(eighth);
        return new Note(new Ticks(onset), new Ticks(TicksAt(eighth + length) - onset - gap), pitch, velocity, channel);
    }
}
