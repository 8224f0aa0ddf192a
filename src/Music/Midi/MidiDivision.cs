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
    /// <summary>What is assumed where a file does not say it: the most common division of sequencers.</summary>
    public static readonly MidiDivision Assumed = new(480, null);

    private const int DropFrame = 29;

    public static MidiDivision Parse(ushort division, long offset, MidiRepairs repairs)
    {
        var framesPerSecond = -(sbyte)(division >> 8);
        var ticksPerFrame = division & 0xFF;
        if (division == 0 || (division >= 0x8000 && ticksPerFrame == 0))
        {
            repairs.Report(MidiRepairKind.Division, offset);
            return Assumed;
        }
        if (division < 0x8000) return new MidiDivision(division, null);
        if (framesPerSecond is not (24 or 25 or DropFrame or 30)) repairs.Report(MidiRepairKind.Division, offset);
        return framesPerSecond == DropFrame
            ? new MidiDivision(30 * ticksPerFrame, 1_001_000)
            : new MidiDivision(framesPerSecond * ticksPerFrame, 1_000_000);
    }
}
