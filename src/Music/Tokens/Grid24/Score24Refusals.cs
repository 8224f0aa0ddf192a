using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Says why a token may not follow.</summary>
internal static class Score24Refusals
{
    /// <param name="syntax">Where the piece stands.</param>
    /// <param name="token">What does not follow there.</param>
    public static string Reason(Score24Syntax syntax, Score24Token token)
    {
        var word = Score24Vocabulary.WordOf(Score24Vocabulary.IdOf(token.Family, token.Value));
        if (syntax.IsEnded) return $"{word} stands after the end of the piece.";
        if (token.Family == Special && token.Value != Score24Vocabulary.End) return $"{word} is never part of a piece.";
        if (!syntax.Expects(token.Family)) return $"{word} cannot stand here; expected: {Expected(syntax)}.";
        return token.Family switch
        {
            TimeSig => $"{word} is in force already: a meter is told where it changes.",
            Position when token.Value >= syntax.BarLength => $"{word} lies beyond the bar, which has {syntax.BarLength} ticks.",
            Position => $"{word} is not after Position_{syntax.PositionInBar}: positions rise within a bar.",
            Tempo => $"{word} is in force already: a tempo is told where it changes.",
            Key => $"{word} is in force already: a key is told where it changes.",
            Chord => $"{word} is in force already: a chord is told where it changes.",
            Program when token.Value > syntax.ProgramInPosition =>
                $"{word} would be one pitched program too many: a piece has at most {Score24Syntax.MostPitchedPrograms}.",
            Program => $"{word} does not come after the program before it: programs rise within a position.",
            _ => $"{word} does not lie above the note before it: pitches rise within a program.",
        };
    }

    private static string Expected(Score24Syntax syntax)
    {
        var names = Enum.GetValues<Score24Family>().Where(syntax.Expects).Select(family => family == Special ? "EOS" : family.ToString());
        return string.Join(", ", names);
    }
}
