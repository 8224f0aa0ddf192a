namespace MusicGen.Music.Tokens.Grid24;

/// <summary>What <see cref="Score24"/> tells of a score.</summary>
public sealed record Score24Options
{
    internal const int MostBarsLimit = 1_000_000;

    /// <summary>Default <see cref="ProgramMapping.Exact"/>.</summary>
    public ProgramMapping Programs { get; init; } = ProgramMapping.Exact;

    /// <summary>Whether chord symbols are told. Default false: few files have them.</summary>
    public bool Chords { get; init; }

    /// <summary>Whether key signatures are told. Default false: in most files nobody has set them.</summary>
    public bool Keys { get; init; }

    /// <summary>
    /// Scores with more bars are refused, so that one note far out cannot fill the memory with empty bars. 1 … 1,000,000; default
    /// 20,000, which is eleven hours of 4/4 at 120 quarters a minute.
    /// </summary>
    public int MostBars { get; init; } = 20_000;
}
