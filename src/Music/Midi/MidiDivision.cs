namespace MusicGen.Music.Midi;

/// <summary>What a file's ticks are.</summary>
/// <param name="TicksPerQuarter">1 … 32,767.</param>
/// <param name="FixedTempo">Set where the ticks are fractions of a second: then the file's tempos mean nothing.</param>
/// <remarks>
/// A time-code division of f frames a second with r ticks a frame becomes f·r ticks a quarter at a quarter a second, which is
/// exact. "29" means 30 frames in 1.001 seconds (drop frame), so there a quarter lasts 1.001 seconds.
/// </remarks>
internal readonly record struct MidiDivision(int TicksPerQuarter, int? FixedTempo)
{
    private const int DropFrame = 29;

    /// <exception cref="MidiFormatException">The division is zero or names an unknown frame rate.</exception>
    public static MidiDivision Parse(ushort division, long offset)
    {
        if (division < 0x8000)
        {
            return division > 0
                ? new MidiDivision(division, null)
                : throw new MidiFormatException(offset, "The header says 0 ticks a quarter, so no note has a time.");
        }
        var framesPerSecond = -(sbyte)(division >> 8);
        var ticksPerFrame = division & 0xFF;
        if (framesPerSecond is not (24 or 25 or DropFrame or 30) || ticksPerFrame == 0)
        {
            throw new MidiFormatException(
                offset,
                $"The header's time code has {framesPerSecond} frames a second of {ticksPerFrame} ticks; known are 24, 25, 29 and 30 frames of at least 1 tick.");
        }
        return framesPerSecond == DropFrame
            ? new MidiDivision(30 * ticksPerFrame, 1_001_000)
            : new MidiDivision(framesPerSecond * ticksPerFrame, 1_000_000);
    }
}
