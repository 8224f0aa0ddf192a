namespace MusicGen.Music.Tokens.Grid24;

/// <summary>A note on the grid, packed so that sorting the numbers sorts the notes as <see cref="Score24"/> tells them.</summary>
/// <param name="Bits">From the top: 38 bits tick, 8 program, 7 pitch, 6 place of the duration, 5 place of the velocity.</param>
internal readonly record struct SlotNote(ulong Bits)
{
    private const int DurationShift = 5;
    private const int PitchShift = DurationShift + 6;
    private const int ProgramShift = PitchShift + 7;
    private const int TickShift = ProgramShift + 8;

    public SlotNote(long tick, int program, int pitch, int duration, int velocity)
        : this(
            ((ulong)tick << TickShift) | ((uint)program << ProgramShift) | ((uint)pitch << PitchShift)
            | ((uint)duration << DurationShift) | (uint)velocity)
    {
    }

    public long Tick => (long)(Bits >> TickShift);

    public int Program => (int)(Bits >> ProgramShift) & 0xFF;

    public int Pitch => (int)(Bits >> PitchShift) & 0x7F;

    public int Duration => (int)(Bits >> DurationShift) & 0x3F;

    public int Velocity => (int)Bits & 0x1F;

    /// <summary>Equal for the notes of one program and pitch in one slot.</summary>
    public ulong Slot => Bits >> PitchShift;
}
