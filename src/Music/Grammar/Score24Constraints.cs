using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>What a composed piece must keep to, beside being valid. The default asks for nothing but an end.</summary>
public sealed record Score24Constraints
{
    /// <summary>
    /// Programs that may play, 0 … 127 and <see cref="Score24Vocabulary.DrumProgram"/>; null: all. <see cref="ProgramNames"/> knows them by
    /// name.
    /// </summary>
    public IReadOnlyList<int>? Programs { get; init; }

    /// <summary>How many different programs may play, drums aside: the first ones that do; 1 … 15. Default 15, the channels of a MIDI file.</summary>
    public int MostPrograms { get; init; } = 15;

    /// <summary>The piece has exactly so many bars, a primer's included; 1 … <see cref="MostBars"/>. Null: the model ends it.</summary>
    public int? Bars { get; init; }

    /// <summary>A piece that the model does not end ends in this bar. 1 … 20,000; default 1,000.</summary>
    public int MostBars { get; init; } = 1_000;

    /// <summary>The lowest key, 0 … 127; drums aside. Default 0.</summary>
    public int LowestPitch { get; init; }

    /// <summary>The highest key, 0 … 127 and not below the lowest; drums aside. Default 127.</summary>
    public int HighestPitch { get; init; } = 127;

    /// <summary>The key whose scale every pitch belongs to, drums aside; of key signatures only its own may then occur. Null: any.</summary>
    public Scale? Scale { get; init; }

    /// <summary>How many notes sound at once, drums aside; 1 or more. Null: any number.</summary>
    public int? MostNotesAtOnce { get; init; }

    /// <summary>How many notes start in a bar, 1 or more; then it ends. Default 256, more than music has, so that every bar ends.</summary>
    public int MostNotesPerBar { get; init; } = 256;

    /// <summary>
    /// A bar does not end before so many notes start in it, as long as one more can start at a later position; 0 …
    /// <see cref="MostNotesPerBar"/>. It may have fewer where long notes leave no voice free, or positions are passed over for a change of tempo or
    /// chord. Default 0.
    /// </summary>
    public int LeastNotesPerBar { get; init; }

    /// <summary>Whether every note ends by the last bar line. Default true; false lets the last notes ring on.</summary>
    public bool CloseAtEnd { get; init; } = true;

    /// <summary>Meters that may occur, such as <c>4/4</c>, of those that have a token; null: all.</summary>
    public IReadOnlyList<string>? Meters { get; init; }

    /// <summary>Quarters a minute, above 0: of the tempos only the one nearest to it by ratio may occur. Null: any.</summary>
    public double? TempoQpm { get; init; }

    /// <summary>Whether the tempo may change after it has been said once. Default true.</summary>
    public bool TempoChanges { get; init; } = true;

    /// <summary>Whether key signatures may occur. Default true; they do only where the model has seen them.</summary>
    public bool Keys { get; init; } = true;

    /// <summary>Whether chord symbols may occur. Default true; they do only where the model has seen them.</summary>
    public bool Chords { get; init; } = true;
}
