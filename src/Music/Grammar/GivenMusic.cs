using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>Music that is to be part of a piece.</summary>
internal static class GivenMusic
{
    /// <summary>Its tokens, checked, with EOS at their end.</summary>
    /// <param name="piece">A valid piece, with or without its EOS.</param>
    /// <param name="syntax">A fresh one; it is left behind the last note.</param>
    /// <param name="each">Is told of each token but EOS, when the syntax has taken it in.</param>
    /// <exception cref="Score24FormatException">It is no valid piece, or has no note.</exception>
    public static int[] Read(ReadOnlySpan<int> piece, Score24Syntax syntax, Action<Score24Token> each)
    {
        if (piece is [.., Score24Vocabulary.End]) piece = piece[..^1];
        for (var i = 0; i < piece.Length; i++) each(syntax.Follow(piece[i], i));
        if (!syntax.IsAfterNote) throw new Score24FormatException(piece.Length, "The piece does not end with a note.");
        return [.. piece, Score24Vocabulary.End];
    }
}
