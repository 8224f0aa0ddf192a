using System.Numerics;
using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Grammar;

/// <summary>Says which tokens may come next, so that whatever is drawn becomes a valid piece that keeps to the constraints.</summary>
/// <remarks>
/// Use: <see cref="Prime"/> with a primer where there is one, then go on as <see cref="IPieceGrammar"/> says. The primer's ids and those advanced by
/// are the piece that <see cref="Score24.Decode"/> reads. A step takes time linear in the live ids of what is expected.
/// </remarks>
public sealed class Score24Grammar : IPieceGrammar
{
    private readonly Score24Constraints _constraints;
    private readonly PiecePlan _plan;
    private readonly Score24Syntax _syntax = new();
    private readonly NextTokens _next;
    private readonly NoteRoom _room;
    private int _primedBars;

    /// <param name="constraints">Default: none.</param>
    /// <param name="liveIds">The ids that may be drawn: those a model has seen. Default: all.</param>
    /// <exception cref="Score24ConstraintException">No piece can keep to the constraints with these ids.</exception>
    public Score24Grammar(Score24Constraints? constraints = null, IEnumerable<int>? liveIds = null)
    {
        _constraints = constraints ?? new Score24Constraints();
        _plan = new PiecePlan(_constraints, new LiveTokens(liveIds));
        _next = new NextTokens(_plan.Live);
        _room = new NoteRoom(_constraints, _plan, _syntax);
        Refresh();
    }

    public ReadOnlySpan<int> Next => _next.Ids;

    /// <summary>None: a primer comes before all that is drawn.</summary>
    public int Given => Score24Syntax.None;

    public bool IsEnded => _syntax.IsEnded;

    /// <summary>Bars begun so far, a primer's included.</summary>
    public int Bars => _syntax.Bars;

    private bool IsLastBar => _syntax.Bars >= _plan.MostBars;

    /// <summary>Whether the meter of a primer must not go on.</summary>
    private bool MustChangeMeter => _syntax.Expects(TimeSig) && !_plan.Live.Has(TimeSig, _syntax.Meter);

    /// <summary>Whether the bar has too few notes to end; that in which a primer ends may have as few as there are.</summary>
    private bool IsBarWanting => _syntax.Bars > _primedBars && _room.IsBarWanting;

    /// <summary>Whether an id may come next.</summary>
    public bool Allows(int id) => _next.Has(id);

    public void Advance(int id)
    {
        _next.Require(id);
        var token = Score24Vocabulary.TokenOf(id);
        _syntax.Advance(token);
        _room.Take(token);
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
        _room.HasPitched = pitched.Any(program => _syntax.HasPlace(program, _constraints.MostPrograms));
        if (!_room.HasPitched && !_plan.HasDrums)
        {
            throw new Score24ConstraintException(
                _constraints.MostPrograms < Score24Syntax.MostPitchedPrograms ? nameof(Score24Constraints.MostPrograms) : nameof(Score24Constraints.Programs),
                $"The primer has {_syntax.PitchedPrograms} pitched programs, at least as many as the piece may have, and none of them may play on.");
        }
        if (primer.Length > 0) _room.MoveTo(_syntax.Now);
        _primedBars = _syntax.Bars;
        Refresh();
    }

    private void Refresh()
    {
        _next.Clear();
        _room.Limit = NoteLimit();
        for (var expected = _syntax.Expected; expected != 0; expected &= expected - 1) Add((Score24Family)BitOperations.TrailingZeroCount(expected));
    }

    /// <summary>Adds what may come of an expected family.</summary>
    private void Add(Score24Family family)
    {
        switch (family)
        {
            case Special:
                if (CanEnd() && !IsBarWanting) _next.Add(Score24Vocabulary.End);
                break;
            case Bar:
                if (!IsLastBar && !MustChangeMeter && !IsBarWanting) _next.Add(Score24Vocabulary.Bar);
                break;
            case TimeSig:
                _next.AddLive(TimeSig, except: _syntax.Meter);
                break;
            case Position:
                AddPositions();
                break;
            case Tempo:
                if (CanChangeTempo()) _next.AddLive(Tempo, except: _syntax.TempoInForce);
                break;
            case Key:
                _next.AddLive(Key, except: _syntax.KeyInForce);
                break;
            case Chord:
                _next.AddLive(Chord, except: _syntax.ChordInForce);
                break;
            case Program:
                AddPrograms();
                break;
            case Pitch:
                if (_plan.Live.Has(Program, _syntax.ProgramInPosition) && _room.CanPlay(_syntax.Now)) _next.AddLive(Pitch, _syntax.PitchInProgram + 1);
                break;
            case DrumPitch:
                if (_plan.Live.Has(Program, _syntax.ProgramInPosition) && _room.CanDrum()) _next.AddLive(DrumPitch, _syntax.PitchInProgram + 1);
                break;
            case Velocity:
                _next.AddLive(Velocity);
                break;
            case Duration:
                _next.AddLive(Duration, to: _room.Limit - _syntax.Now);
                break;
        }
    }

    private void AddPositions()
    {
        if (_room.IsBarFull || MustChangeMeter) return;
        if (!IsLastBar && CanChange()) _next.AddLive(Position, _syntax.PositionInBar + 1, _syntax.BarLength - 1);
        else _room.AddPositions(_next, before: _syntax.BarLength);
    }

    private void AddPrograms()
    {
        var (values, ids) = (_plan.Live.ValuesOf(Program), _plan.Live.Of(Program));
        var (canPlay, canDrum) = (_room.CanPlay(_syntax.Now), _room.CanDrum());
        for (var i = _plan.Live.IndexFrom(Program, _syntax.ProgramInPosition + 1); i < values.Length; i++)
        {
            if (values[i] == Score24Vocabulary.DrumProgram ? canDrum : canPlay && _syntax.HasPlace(values[i], _constraints.MostPrograms)) _next.Add(ids[i]);
        }
    }

    private bool CanEnd() =>
        _syntax.IsAfterNote
        && (_constraints.Bars is not { } bars || _syntax.Bars == bars)
        && (!_constraints.CloseAtEnd || _room.End <= _syntax.BarEnd);

    private bool CanChangeTempo() => _constraints.TempoChanges || _syntax.TempoInForce == Score24Syntax.None;

    /// <summary>Whether a position could have a change of tempo, key or chord.</summary>
    private bool CanChange() =>
        (CanChangeTempo() && HasOther(Tempo, _syntax.TempoInForce)) || HasOther(Key, _syntax.KeyInForce) || HasOther(Chord, _syntax.ChordInForce);

    private bool HasOther(Score24Family family, int inForce) => _plan.Live.ValuesOf(family) is { Length: > 0 } values && (values.Length > 1 || values[0] != inForce);

    /// <summary>By when a note that starts in this bar has to end.</summary>
    /// <remarks>
    /// Meters to come are not known, so bars to come count as the shortest. Where only so many notes may sound at once, those from before
    /// the last bar leave room in it, because the piece ends with a note there; drums need no room.
    /// </remarks>
    private long NoteLimit()
    {
        var barsLeft = (long)_plan.MostBars - _syntax.Bars;
        var limit = _constraints.CloseAtEnd ? _syntax.BarEnd + (barsLeft * _plan.ShortestBar) : long.MaxValue;
        if (_constraints.MostNotesAtOnce is null || _plan.HasDrums || barsLeft == 0) return limit;
        return Math.Min(limit, _syntax.BarEnd + ((barsLeft - 1) * _plan.ShortestBar) + _plan.LastStart);
    }
}
