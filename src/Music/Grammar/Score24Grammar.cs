namespace MusicGen.Music.Grammar;

/// <summary>Says which tokens may come next, so that whatever is drawn becomes a valid piece that keeps to the constraints.</summary>
/// <remarks>
/// Use: <see cref="Prime"/> with a primer where there is one, then until <see cref="IsEnded"/> draw an id whose place in
/// <see cref="Allowed"/> is true and <see cref="Advance"/> by it. Until the end at least one id is always allowed, and every way ends.
/// The ids advanced by, a primer's included, are the piece: <c>Score24.Decode</c> reads it. Not safe to share between threads.
/// </remarks>
public sealed class Score24Grammar
{
    /// <param name="constraints">Default: none.</param>
    /// <param name="liveIds">The ids that may be drawn: those a model has seen. Default: all.</param>
    /// <exception cref="Score24ConstraintException">No piece can keep to the constraints with these ids.</exception>
    public Score24Grammar(Score24Constraints? constraints = null, IEnumerable<int>? liveIds = null) => throw new NotImplementedException();

    /// <summary>For each of the 793 ids whether it may come next. Changes with <see cref="Advance"/>; all false when the piece has ended.</summary>
    public ReadOnlySpan<bool> Allowed => throw new NotImplementedException();

    /// <summary>Whether EOS has been drawn.</summary>
    public bool IsEnded => throw new NotImplementedException();

    /// <summary>Bars begun so far, a primer's included.</summary>
    public int Bars => throw new NotImplementedException();

    /// <summary>Goes on by one id.</summary>
    /// <exception cref="ArgumentException">The id is not allowed here.</exception>
    public void Advance(int id) => throw new NotImplementedException();

    /// <summary>Begins with music that is already there; only before the first <see cref="Advance"/>.</summary>
    /// <param name="primer">A valid piece; its EOS, if it has one, is left out. Its notes need not keep to the constraints, nor be live.</param>
    /// <exception cref="Score24ConstraintException">The primer has more bars than asked for, or 15 programs of which none may play.</exception>
    /// <exception cref="Tokens.Grid24.Score24FormatException">The primer is not the beginning of a valid piece, or does not end with a note.</exception>
    public void Prime(ReadOnlySpan<int> primer) => throw new NotImplementedException();
}
