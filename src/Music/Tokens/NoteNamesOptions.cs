namespace MusicGen.Music.Tokens;

/// <summary>How <see cref="NoteNames"/> tells a score.</summary>
public sealed record NoteNamesOptions
{
    /// <summary>Default <see cref="PartSelection.AllPitched"/>: an ensemble is more than its first player.</summary>
    public PartSelection Parts { get; init; } = PartSelection.AllPitched;

    /// <summary>
    /// Notes closer together than a quarter divided by this form a chord. 1 … 32,767; default 4, as music21 has it now; 16 is what it had
    /// when the origin report's twin was made (music21 issue 809).
    /// </summary>
    public int ToleranceDivisor { get; init; } = 4;

    /// <summary>
    /// Whether a note that is held over a bar line is told again in each bar. Default false, because it is struck once; true reproduces a
    /// run with music21 since version 7. After 64 bars a note is told no more, and a score that
    /// would have more than 100,000 words and 4 a note is refused: real music has fewer than 2.
    /// </summary>
    public bool SplitTiesAtBar { get; init; }
}
