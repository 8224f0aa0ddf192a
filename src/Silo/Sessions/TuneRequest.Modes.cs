using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Silo.Sessions;

internal sealed partial class TuneRequest
{
    private static readonly string Bar = Score24Vocabulary.WordOf(Score24Vocabulary.Bar);

    private TuneMode Mode => _request.Mode ?? (_request.Primer is null ? TuneMode.None : TuneMode.Continue);

    /// <summary>What goes with a mode and what does not.</summary>
    private void CheckMode()
    {
        var name = ContractJson.NameOf(Mode);
        if (Mode == TuneMode.None && _request.Primer is not null) Add("primer-unexpected", "mode none has no primer: leave one of them out.", "primer");
        if (Mode != TuneMode.None && _request.Primer is null) Add("primer-missing", $"mode {name} needs a primer.", "primer");
        Check(_request.Change is null or (>= 0 and <= 1), "change", "0 to 1");
        RefuseInMode(_request.Change is not null && Mode != TuneMode.Variation, "change", "only a variation changes notes of its primer");
        if (Mode == TuneMode.Variation) CheckVariation();
        if (Mode == TuneMode.Accompany) CheckAccompaniment();
    }

    private void CheckVariation()
    {
        const string Shape = "a variation keeps its primer's bars, instruments and places";
        RefuseInMode(_request.Words is not null && _kind == TokenizerKind.NoteNames, "words", "a variation has as many as its primer");
        if (_kind == TokenizerKind.NoteNames) return; // it takes none of the others in any mode
        RefuseInMode(_request.Bars is not null, "bars", Shape);
        RefuseInMode(_request.Instruments is not null, "instruments", Shape);
        RefuseInMode(_request.Polyphony is not null, "polyphony", Shape);
        RefuseInMode(_request.Players is not null, "players", Shape);
        RefuseInMode(_request.Meter is not null, "meter", Shape);
        RefuseInMode(_request.Density is not null, "density", Shape);
    }

    private void CheckAccompaniment()
    {
        if (_kind == TokenizerKind.NoteNames)
        {
            Add("field-of-another-language", "mode accompany cannot be asked of this model: it composes note names, which have no instruments.", "mode");
            return;
        }
        RefuseInMode(_request.Bars is not null, "bars", "an accompaniment has its primer's bars");
        RefuseInMode(_request.Meter is not null, "meter", "an accompaniment has its primer's meters");
        if (_request.Instruments is null) Add("instruments-missing", "mode accompany needs instruments: say who accompanies the primer.", "instruments");
    }

    /// <summary>In these modes the tune has its primer's bars, however many those are, but no more than can be asked for.</summary>
    private int BarsOf(IReadOnlyList<string> primer)
    {
        if (Mode is not (TuneMode.Variation or TuneMode.Accompany)) return _request.Bars ?? DefaultBars;
        var bars = primer.Count(word => word == Bar);
        if (Mode == TuneMode.Accompany && bars > MaxBars) Add("primer-invalid", $"The primer has {bars:N0} bars, and at most {MaxBars} can be accompanied.", "primer");
        return bars;
    }

    private void RefuseInMode(bool isThere, string field, string reason)
    {
        if (isThere) Add("field-of-another-mode", $"{field} cannot be asked with mode {ContractJson.NameOf(Mode)}: {reason}.", field);
    }
}
