namespace MusicGen.Music.Tokens.Grid24;

/// <summary>A score has more bars than <see cref="Score24Options.MostBars"/> admits.</summary>
/// <param name="reason">How many it has and may have, as a sentence.</param>
public sealed class Score24LimitException(string reason) : Exception(reason);
