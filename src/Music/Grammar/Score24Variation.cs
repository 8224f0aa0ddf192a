using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Grammar;

/// <summary>Says which tokens may come next in a variation of a piece: some notes stay, the others get another pitch, velocity and duration in their place.</summary>
/// <remarks>
/// <para>
/// The variation has the piece's bars, meters, tempos, keys, chords, positions and programs, and as many notes in each of them. Every token is given but
/// the pitch, the velocity and the duration (of drums the key and the velocity) of the notes that are composed.
/// </para>
/// <para>
/// Within a program and position pitches rise, so notes between two that stay find their pitches between those. Where the live pitches there that keep
/// to range and scale are fewer than the notes, the lowest of these notes stays as well, and so on until there are enough; so does a note that no live
/// duration would end in time. A variation is therefore always possible, at worst as the piece itself.
/// </para>
/// </remarks>
public sealed class Score24Variation : IPieceGrammar
{
    private readonly NextTokens _next;
    private readonly int[] _given;
    private readonly int[] _most; // for each token the largest value that may be composed there; none where it is given
    private int _index;
    private int _pitch = Score24Syntax.None; // of the last note in this program and position

    /// <param name="piece">A valid piece, with or without its EOS; it need not keep to the constraints, nor be live.</param>
    /// <param name="isKept">Whether a note stays, by its place among the notes of the piece, from 0. Asked once for each.</param>
    /// <param name="constraints">Range, scale and whether composed notes end by the last bar line; the others say nothing here.</param>
    /// <param name="liveIds">The ids that may be drawn: those a model has seen. Default: all.</param>
    /// <exception cref="Score24ConstraintException">The model has nothing to compose a note with that keeps to the constraints.</exception>
    /// <exception cref="Score24FormatException">The piece is not valid, or has no note.</exception>
    public Score24Variation(ReadOnlySpan<int> piece, Func<int, bool> isKept, Score24Constraints? constraints = null, IEnumerable<int>? liveIds = null)
    {
        constraints ??= new Score24Constraints();
        var plan = new PiecePlan(new() { LowestPitch = constraints.LowestPitch, HighestPitch = constraints.HighestPitch, Scale = constraints.Scale }, new LiveTokens(liveIds), endsByItself: true);
        _next = new NextTokens(plan.Live);
        var settled = new VariationPlan(piece, plan.Live, isKept, constraints.CloseAtEnd);
        (_given, _most) = (settled.Given, settled.Most);
        Refresh();
    }

    public ReadOnlySpan<int> Next => _next.Ids;

    public int Given { get; private set; }

    public bool IsEnded => _index == _given.Length;

    public void Advance(int id)
    {
        _next.Require(id);
        var token = Score24Vocabulary.TokenOf(id);
        if (token.Family == Program) _pitch = Score24Syntax.None;
        if (token.Family is Pitch or DrumPitch) _pitch = token.Value;
        _index++;
        Refresh();
    }

    private void Refresh()
    {
        _next.Clear();
        Given = Score24Syntax.None;
        if (IsEnded) return;
        var family = Score24Vocabulary.TokenOf(_given[_index]).Family;
        if (_most[_index] == Score24Syntax.None) _next.Add(Given = _given[_index]);
        else _next.AddLive(family, family is Pitch or DrumPitch ? _pitch + 1 : 0, _most[_index]);
    }
}
