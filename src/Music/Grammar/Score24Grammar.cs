using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Grammar;

/// <summary>Says which tokens may come next, so that whatever is drawn becomes a valid piece that keeps to the constraints.</summary>
/// <remarks>
/// <para>
/// Use: <see cref="Prime"/> with a primer where there is one, then until <see cref="IsEnded"/> draw an id whose place in
/// <see cref="Allowed"/> is true and <see cref="Advance"/> by it. Until the end at least one id is always allowed, and every way ends.
/// The primer's ids and those advanced by are the piece that <see cref="Score24.Decode"/> reads.
/// </para>
/// <para>A step takes time linear in the live ids and allocates nothing. Not safe to share between threads.</para>
/// </remarks>
public sealed class Score24Grammar
{
    private static readonly Score24Family[] Families = Enum.GetValues<Score24Family>();

    private readonly Score24Constraints _constraints;
    private readonly PiecePlan _plan;
    private readonly Score24Syntax _syntax = new();
    private readonly SoundingNotes _sounding = new();
    private readonly bool[] _allowed = new bool[Score24Vocabulary.Size];
    private bool _hasPitched;
    private int _notesInBar;
    private long _end; // of the last note to end
    private long _freeFrom; // the first tick at which a note more may sound

    /// <param name="constraints">Default: none.</param>
    /// <param name="liveIds">The ids that may be drawn: those a model has seen. Default: all.</param>
    /// <exception cref="Score24ConstraintException">No piece can keep to the constraints with these ids.</exception>
    public Score24Grammar(Score24Constraints? constraints = null, IEnumerable<int>? liveIds = null)
    {
        _constraints = constraints ?? new Score24Constraints();
        _plan = new PiecePlan(_constraints, new LiveTokens(liveIds));
        _hasPitched = _plan.HasPitched;
        Refresh();
    }

    /// <summary>For each of the 793 ids whether it may come next; all false when the piece has ended. The same memory at every step.</summary>
    public ReadOnlySpan<bool> Allowed => _allowed;

    /// <summary>Whether EOS has been drawn.</summary>
    public bool IsEnded => _syntax.IsEnded;

    /// <summary>Bars begun so far, a primer's included.</summary>
    public int Bars => _syntax.Bars;

    private bool IsLastBar => _syntax.Bars >= _plan.MostBars;

    /// <summary>Goes on by one id.</summary>
    /// <exception cref="ArgumentException">The id is not allowed here.</exception>
    public void Advance(int id)
    {
        if ((uint)id >= (uint)_allowed.Length || !_allowed[id])
            throw new ArgumentException($"Token {id} is not allowed here.", nameof(id));
        var token = Score24Vocabulary.TokenOf(id);
        _syntax.Advance(token);
        if (token.Family == Bar) _notesInBar = 0;
        if (token.Family is Bar or Position) _sounding.MoveTo(_syntax.BarStart + Math.Max(0, _syntax.PositionInBar));
        if (_syntax.IsAfterNote) _notesInBar++;
        if (token.Family == Duration)
        {
            _sounding.Add(token.Value);
            _end = Math.Max(_end, _syntax.Now + token.Value);
        }
        Refresh();
    }

    /// <summary>Begins with music that is already there; only before the first <see cref="Advance"/>.</summary>
    /// <param name="primer">
    /// A valid piece; its EOS, if it has one, is left out. Its notes need not keep to the constraints, nor be live, and do not count in
    /// what may sound at once, start in a bar, or ring on. A grammar that has refused its primer is of no further use.
    /// </param>
    /// <exception cref="InvalidOperationException">The piece has begun already.</exception>
    /// <exception cref="Score24ConstraintException">The primer has more bars than asked for, or 15 programs of which none may play.</exception>
    /// <exception cref="Score24FormatException">The primer is not the beginning of a valid piece, or does not end with a note.</exception>
    public void Prime(ReadOnlySpan<int> primer)
    {
        if (_syntax.Bars > 0) throw new InvalidOperationException("The piece has begun already.");
        if (primer is [.., Score24Vocabulary.End]) primer = primer[..^1];
        for (var i = 0; i < primer.Length; i++) _syntax.Follow(primer[i], i);
        if (primer.Length > 0 && !_syntax.IsAfterNote)
            throw new Score24FormatException(primer.Length, "A primer ends with a note.");
        if (_syntax.Bars > _plan.MostBars)
        {
            throw new Score24ConstraintException(
                _constraints.Bars is null ? nameof(Score24Constraints.MostBars) : nameof(Score24Constraints.Bars),
                $"The primer alone has {_syntax.Bars} bars, and the whole piece may have {_plan.MostBars}.");
        }
        var pitched = _plan.Live.ValuesOf(Program).Where(program => program != Score24Vocabulary.DrumProgram);
        _hasPitched = pitched.Any(program => _syntax.HasPlace(program, _constraints.MostPrograms));
        if (!_hasPitched && !_plan.HasDrums)
        {
            throw new Score24ConstraintException(
                _constraints.MostPrograms < Score24Syntax.MostPitchedPrograms ? nameof(Score24Constraints.MostPrograms) : nameof(Score24Constraints.Programs),
                $"The primer has {_syntax.PitchedPrograms} pitched programs, at least as many as the piece may have, and none of them may play on.");
        }
        if (primer.Length > 0) _sounding.MoveTo(_syntax.Now);
        Refresh();
    }

    private void Refresh()
    {
        Array.Clear(_allowed);
        _freeFrom = _constraints.MostNotesAtOnce is { } most ? _sounding.FirstBelow(most) : 0;
        foreach (var family in Families)
        {
            if (!_syntax.Expects(family) || !Admits(family)) continue;
            foreach (var id in _plan.Live.Of(family))
            {
                var token = Score24Vocabulary.TokenOf(id);
                _allowed[id] = _syntax.Admits(token) && Admits(token);
            }
        }
    }

    /// <summary>Whether any token of an expected family may follow.</summary>
    private bool Admits(Score24Family family) => family switch
    {
        Special => CanEnd(),
        Bar => !IsLastBar && !MustChangeMeter(),
        Position => _notesInBar < _constraints.MostNotesPerBar && !MustChangeMeter(),
        Tempo => _constraints.TempoChanges || _syntax.TempoInForce == Score24Syntax.None,
        Pitch => _plan.Live.Has(Program, _syntax.ProgramInPosition) && CanPlay(_syntax.Now),
        DrumPitch => _plan.Live.Has(Program, _syntax.ProgramInPosition) && CanDrum(),
        _ => true,
    };

    private bool Admits(Score24Token token) => token.Family switch
    {
        Position => (!IsLastBar && CanChange()) || CanDrum() || CanPlay(_syntax.BarStart + token.Value),
        Program when token.Value == Score24Vocabulary.DrumProgram => CanDrum(),
        Program => CanPlay(_syntax.Now) && _syntax.HasPlace(token.Value, _constraints.MostPrograms),
        Duration => token.Value <= RoomFrom(_syntax.Now),
        _ => true,
    };

    private bool CanEnd() =>
        _syntax.IsAfterNote
        && (_constraints.Bars is not { } bars || _syntax.Bars == bars)
        && (!_constraints.CloseAtEnd || _end <= _syntax.BarEnd);

    /// <summary>Whether the meter of a primer must not go on.</summary>
    private bool MustChangeMeter() => _syntax.Expects(TimeSig) && !_plan.Live.Has(TimeSig, _syntax.Meter);

    /// <summary>Whether a position could have a change of tempo, key or chord.</summary>
    private bool CanChange() =>
        (Admits(Tempo) && HasOther(Tempo, _syntax.TempoInForce)) || HasOther(Key, _syntax.KeyInForce) || HasOther(Chord, _syntax.ChordInForce);

    private bool HasOther(Score24Family family, int inForce) =>
        _plan.Live.Of(family) is [var first, ..] ids && (ids.Length > 1 || Score24Vocabulary.TokenOf(first).Value != inForce);

    private bool CanDrum() => _plan.HasDrums && _notesInBar < _constraints.MostNotesPerBar;

    private bool CanPlay(long tick) =>
        _hasPitched && _notesInBar < _constraints.MostNotesPerBar && tick >= _freeFrom && _plan.ShortestNote <= RoomFrom(tick);

    /// <summary>How long a note from a tick on may last.</summary>
    /// <remarks>
    /// Meters to come are not known, so bars to come count as the shortest. Where only so many notes may sound at once, those from before
    /// the last bar leave room in it, because the piece ends with a note there; drums need no room.
    /// </remarks>
    private long RoomFrom(long tick)
    {
        var barsLeft = (long)_plan.MostBars - _syntax.Bars;
        var room = _constraints.CloseAtEnd ? _syntax.BarEnd + (barsLeft * _plan.ShortestBar) - tick : long.MaxValue;
        if (_constraints.MostNotesAtOnce is null || _plan.HasDrums || barsLeft == 0) return room;
        return Math.Min(room, _syntax.BarEnd + ((barsLeft - 1) * _plan.ShortestBar) + _plan.LastStart - tick);
    }
}
