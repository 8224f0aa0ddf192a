using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Grammar;

/// <summary>Says which tokens may come next in a piece that has given music and, around it, composed notes of other programs.</summary>
/// <remarks>
/// <para>
/// The piece has the given bars, meters, tempos, keys, chords and notes, in the one order that <see cref="Score24"/> has: positions rise, in a position
/// programs, in a program pitches. What is composed may come before the next given bar line, position or program; that one may always be drawn instead,
/// and what then has to follow is all that may. So each way ends, and the given music is always there whole.
/// </para>
/// <para>
/// The first position of a piece has its tempo: where a composed note comes before the first given position, the given tempo moves there. Constraints bind
/// composed notes only, and given ones count only among the programs: there are at most <see cref="Score24Constraints.MostPrograms"/> together.
/// </para>
/// </remarks>
public sealed class Score24Accompaniment : IPieceGrammar
{
    private const int PartsOfNotes = (1 << (int)Pitch) | (1 << (int)DrumPitch) | (1 << (int)Velocity) | (1 << (int)Duration);

    private readonly PiecePlan _plan;
    private readonly Score24Syntax _syntax = new();
    private readonly NextTokens _next;
    private readonly NoteRoom _room;
    private readonly List<int> _given;
    private readonly bool[] _isPlaying = new bool[Score24Vocabulary.DrumProgram + 1]; // composed programs that have a note
    private int _index;
    private int _placesLeft;

    /// <param name="piece">A valid piece, with or without its EOS; it need not keep to the constraints, nor be live.</param>
    /// <param name="constraints">
    /// Their programs, which must be named, are those that accompany; bars, meters, tempo, key signatures and chord symbols are those of the piece, whatever is
    /// asked.
    /// </param>
    /// <param name="liveIds">The ids that may be drawn: those a model has seen. Default: all.</param>
    /// <exception cref="Score24ConstraintException">No note can be composed that keeps to the constraints, or a program of the piece is asked for.</exception>
    /// <exception cref="Score24FormatException">The piece is not valid, or has no note.</exception>
    public Score24Accompaniment(ReadOnlySpan<int> piece, Score24Constraints constraints, IEnumerable<int>? liveIds = null)
    {
        if (constraints.Programs is null) throw new Score24ConstraintException(nameof(constraints.Programs), "Name the programs that accompany.");
        constraints = constraints with { Meters = null, Bars = null, TempoQpm = null };
        _plan = new PiecePlan(constraints, new LiveTokens(liveIds), endsByItself: true);
        _next = new NextTokens(_plan.Live);
        _room = new NoteRoom(constraints, _plan, _syntax);

        var (reading, own) = (new Score24Syntax(), new SortedSet<int>());
        _given = [.. GivenMusic.Read(piece, reading, token =>
        {
            if (token.Family == Program) own.Add(token.Value);
        })];
        RequireOthers(constraints, own, reading.PitchedPrograms);
        _room.Limit = constraints.CloseAtEnd ? reading.BarEnd : long.MaxValue;
        Refresh();
    }

    public ReadOnlySpan<int> Next => _next.Ids;

    public int Given { get; private set; }

    public bool IsEnded => _syntax.IsEnded;

    /// <summary>Whether the last program is a composed one.</summary>
    private bool IsComposing => _syntax.ProgramInPosition != Score24Syntax.None && _isPlaying[_syntax.ProgramInPosition];

    public void Advance(int id)
    {
        _next.Require(id);
        var token = Score24Vocabulary.TokenOf(id);
        _syntax.Advance(token);
        if (id == Given) _index++;
        else if (token.Family == Program) Begin(token.Value);
        else if (token.Family == Position && _syntax.TempoInForce == Score24Syntax.None) MoveTempoHere();
        if (id != Given || token.Family is Bar or Position) _room.Take(token);
        Refresh();
    }

    private void RequireOthers(Score24Constraints constraints, SortedSet<int> own, int ownPitched)
    {
        var doubled = constraints.Programs!.Where(own.Contains).Select(PiecePlan.NameOf).FirstOrDefault();
        if (doubled is not null)
            throw new Score24ConstraintException(nameof(constraints.Programs), $"The primer plays the program {doubled} itself, and only others accompany it.");
        _placesLeft = constraints.MostPrograms - ownPitched;
        _room.HasPitched &= _placesLeft > 0;
        if (_room.HasPitched || _plan.HasDrums) return;
        throw new Score24ConstraintException(
            constraints.MostPrograms < Score24Syntax.MostPitchedPrograms ? nameof(constraints.MostPrograms) : nameof(constraints.Programs),
            $"The primer has {ownPitched} pitched programs, at least as many as there may be, so that no other has a place.");
    }

    private void Begin(int program)
    {
        if (!_isPlaying[program] && program != Score24Vocabulary.DrumProgram) _placesLeft--;
        _isPlaying[program] = true;
    }

    /// <summary>The given tempo that stands at the first given position comes next; a position that had nothing else is gone.</summary>
    private void MoveTempoHere()
    {
        var place = _index;
        while (FamilyAt(place) != Tempo) place++;
        var tempo = _given[place];
        _given.RemoveAt(place);
        if (FamilyAt(place) is Position or Bar) _given.RemoveAt(place - 1);
        _given.Insert(_index, tempo);
    }

    private void Refresh()
    {
        _next.Clear();
        Given = Score24Syntax.None;
        if (IsEnded) return;
        if (AddPartOfNote()) return;
        var family = FamilyAt(_index);
        switch (family)
        {
            case Program:
                AddPrograms(before: ValueAt(_index));
                break;
            case Position:
                AddEvents(before: ValueAt(_index));
                break;
            case Bar or Special when _syntax.Bars > 0:
                AddEvents(before: _syntax.BarLength);
                break;
        }
        // Not an empty position, nor a bar that has fewer notes than asked for.
        var mayCome = _syntax.Expects(family) && !(family is Bar or Special && _syntax.Bars > 0 && _room.IsBarWanting);
        if (mayCome) _next.Add(Given = _given[_index]);
    }

    /// <summary>Whether a composed note has begun; then only its next part may come.</summary>
    private bool AddPartOfNote()
    {
        if (_syntax.IsAfterNote || (_syntax.Expected & PartsOfNotes) == 0 || !IsComposing) return false;
        if (_syntax.Expects(Pitch) || _syntax.Expects(DrumPitch)) AddPitches();
        else if (_syntax.Expects(Velocity)) _next.AddLive(Velocity);
        else _next.AddLive(Duration, to: _room.Limit - _syntax.Now);
        return true;
    }

    /// <summary>Whatever may be composed before a given position of this bar, or its end.</summary>
    private void AddEvents(int before)
    {
        AddPrograms(before: int.MaxValue);
        if (_syntax.Expects(Position)) _room.AddPositions(_next, before);
    }

    /// <summary>Further pitches of this program, and further programs in this position.</summary>
    private void AddPrograms(int before)
    {
        if (IsComposing && _syntax.IsAfterNote) AddPitches();
        if (!_syntax.Expects(Program)) return;
        var (values, ids) = (_plan.Live.ValuesOf(Program), _plan.Live.Of(Program));
        var (canPlay, canDrum) = (_room.CanPlay(_syntax.Now), _room.CanDrum());
        for (var i = _plan.Live.IndexFrom(Program, _syntax.ProgramInPosition + 1); i < values.Length && values[i] < before; i++)
        {
            if (values[i] == Score24Vocabulary.DrumProgram ? canDrum : canPlay && (_isPlaying[values[i]] || _placesLeft > 0)) _next.Add(ids[i]);
        }
    }

    private void AddPitches()
    {
        if (_syntax.IsDrums ? _room.CanDrum() : _room.CanPlay(_syntax.Now)) _next.AddLive(_syntax.IsDrums ? DrumPitch : Pitch, _syntax.PitchInProgram + 1);
    }

    private Score24Family FamilyAt(int index) => Score24Vocabulary.TokenOf(_given[index]).Family;

    private int ValueAt(int index) => Score24Vocabulary.TokenOf(_given[index]).Value;
}
