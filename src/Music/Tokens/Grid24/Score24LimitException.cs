namespace MusicGen.Music.Tokens.Grid24;

/// <summary>A score has more bars than <see cref="Score24Options.MostBars"/> admits.</summary>
/// <param name="reason">How many it may have, and where a note lies beyond them, as a sentence.</param>
public sealed class Score24LimitException(string reason) : Exception(reason)
{
    internal static Score24LimitException For(int mostBars, long tick) =>
        new($"The score has more than {mostBars} bars: a note starts {tick / Score24.TicksPerQuarter} quarters after its start.");
}
