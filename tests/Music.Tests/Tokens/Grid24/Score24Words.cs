using MusicGen.Music.Scores;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Tokens.Grid24;

/// <summary>Words that depend on rounding, so that tests need not know how.</summary>
internal static class Score24Words
{
    /// <summary>The token nearest to 120 quarters a minute.</summary>
    public static string Tempo120 { get; } =
        Score24.Encode(new Score(24, [new Track(null, 0, [new Note(Ticks.Zero, new Ticks(24), 60, 64, 0)])])).ToWords()[3];
}
