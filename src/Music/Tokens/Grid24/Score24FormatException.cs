namespace MusicGen.Music.Tokens.Grid24;

/// <summary>These tokens are not a piece in <see cref="Score24"/>.</summary>
/// <param name="position">Where the fault stands among the tokens, from 0; their number where the end is missing.</param>
/// <param name="reason">What is wrong, as a sentence.</param>
public sealed class Score24FormatException(int position, string reason) : FormatException($"{reason} (At token {position}.)")
{
    /// <summary>Where the fault stands among the tokens, from 0; their number where the end is missing.</summary>
    public int Position { get; } = position;

    /// <summary>What is wrong, without the position.</summary>
    public string Reason { get; } = reason;
}
