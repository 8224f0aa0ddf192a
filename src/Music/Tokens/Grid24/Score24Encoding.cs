using System.Collections.Immutable;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>A score in tokens, and what the tokens do not say.</summary>
/// <remarks>
/// A note of the score is told, a duplicate, or left out; nothing else is lost but the precision that <see cref="Score24"/> names.
/// </remarks>
public sealed record Score24Encoding
{
    /// <summary>The piece: <c>Bar … EOS</c>, or <c>EOS</c> alone where the score has no notes. Always valid.</summary>
    public required ImmutableArray<int> Tokens { get; init; }

    /// <summary>The notes that are told.</summary>
    public required int Notes { get; init; }

    /// <summary>The bars that are told.</summary>
    public required int Bars { get; init; }

    /// <summary>
    /// Notes not told because one of the same program and pitch stands in the same place of the grid; the longest is told, of equals the
    /// loudest.
    /// </summary>
    public required int Duplicates { get; init; }

    /// <summary>Drum notes not told because their key lies outside 27 … 87, where General MIDI has no drum.</summary>
    public required int DrumsLeftOut { get; init; }

    /// <summary>Hi-hats of electronic kits (keys 22 and 26), told as General MIDI's (42 and 46).</summary>
    public required int DrumsMoved { get; init; }

    /// <summary>Notes longer than 16 quarters, told as 16 quarters.</summary>
    public required int Shortened { get; init; }

    /// <summary>Notes shorter than 1/48 quarter (also those that last no time), told as 1/24 quarter.</summary>
    public required int Lengthened { get; init; }

    /// <summary>Tempos beyond 30 … 300 quarters a minute, told as the nearest of them.</summary>
    public required int TemposClamped { get; init; }

    /// <summary>Meters that have no token, or start within a bar of the tokens: the music keeps its time, some bar lines move.</summary>
    public required int MetersRebarred { get; init; }

    /// <summary>Notes told under another program, because a piece has at most 15 pitched ones (a MIDI file's channels).</summary>
    public required int ProgramsMerged { get; init; }

    /// <summary>The tokens as words.</summary>
    public string[] ToWords() => Score24Vocabulary.ToWords(Tokens.AsSpan());
}
