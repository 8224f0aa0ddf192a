using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Grammar;

/// <summary>Where composed notes may start and until when they may last, by those that there are already. Notes that were given do not count.</summary>
internal sealed class NoteRoom(Score24Constraints constraints, PiecePlan plan, Score24Syntax syntax)
{
    private readonly SoundingNotes _sounding = new();
    private int _notesInBar;
    private long _freeFrom; // the first tick at which a note more may sound

    /// <summary>Whether a program other than drums may play.</summary>
    public bool HasPitched { get; set; } = plan.HasPitched;

    /// <summary>The tick by which a note that starts now or later in this bar has to end.</summary>
    public long Limit { get; set; }

    /// <summary>The end of the last note to end, in ticks.</summary>
    public long End { get; private set; }

    public bool IsBarFull => _notesInBar >= constraints.MostNotesPerBar;

    /// <summary>Whether the bar must not end yet: it has fewer notes than asked for, and at a later position another can start.</summary>
    public bool IsBarWanting => _notesInBar < constraints.LeastNotesPerBar && CanStartLater();

    /// <summary>Takes in a token that the syntax has taken in.</summary>
    public void Take(Score24Token token)
    {
        if (token.Family == Bar) _notesInBar = 0;
        if (token.Family is Bar or Position) MoveTo(syntax.BarStart + Math.Max(0, syntax.PositionInBar));
        if (syntax.IsAfterNote) _notesInBar++;
        if (token.Family != Duration) return;
        _sounding.Add(token.Value);
        End = Math.Max(End, syntax.Now + token.Value);
        FindFreeTick();
    }

    public void MoveTo(long tick)
    {
        _sounding.MoveTo(tick);
        FindFreeTick();
    }

    public bool CanDrum() => plan.HasDrums && !IsBarFull;

    public bool CanPlay(long tick) => HasPitched && !IsBarFull && tick >= _freeFrom && plan.ShortestNote <= Limit - tick;

    /// <summary>Adds the positions at which a note can start, beyond the last one and before one of this bar.</summary>
    public void AddPositions(NextTokens next, int before)
    {
        var from = syntax.PositionInBar + 1L;
        if (CanDrum()) next.AddLive(Position, from, before - 1);
        else if (HasPitched && !IsBarFull)
            next.AddLive(Position, Math.Max(from, _freeFrom - syntax.BarStart), Math.Min(before - 1, Limit - plan.ShortestNote - syntax.BarStart));
    }

    private bool CanStartLater()
    {
        var from = syntax.PositionInBar + 1L;
        var canDrum = CanDrum();
        if (!canDrum) from = Math.Max(from, _freeFrom - syntax.BarStart);
        var positions = plan.Live.ValuesOf(Position);
        var index = plan.Live.IndexFrom(Position, from);
        return index < positions.Length && positions[index] < syntax.BarLength && (canDrum || CanPlay(syntax.BarStart + positions[index]));
    }

    private void FindFreeTick() => _freeFrom = constraints.MostNotesAtOnce is { } most ? _sounding.FirstBelow(most) : 0;
}
