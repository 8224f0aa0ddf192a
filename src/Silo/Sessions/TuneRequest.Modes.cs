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
        if (_request.Change is not null && Mode != TuneMode.Variation) AddOfMode("change", "only a variation changes notes of its primer");
        if (Mode == TuneMode.Variation) CheckVariation();
        if (Mode == TuneMode.Accompany) CheckAccompaniment();
    }

    private void CheckVariation()
    {
        // What a model takes in no mode is refused already.
        if (_kind == TokenizerKind.NoteNames) RefuseInMode("a variation has as many as its primer", "words");
        else RefuseInMode("a variation keeps its primer's bars, instruments and places", "bars", "instruments", "polyphony", "players", "meter", "density");
    }

    private void CheckAccompaniment()
    {
        if (_kind == TokenizerKind.NoteNames)
        {
            Add("field-of-another-language", "mode accompany cannot be asked of this model: it composes note names, which have no instruments.", "mode");
            return;
        }
        RefuseInMode("an accompaniment has its primer's bars", "bars");
        RefuseInMode("an accompaniment has its primer's meters", "meter");
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

    private void RefuseInMode(string reason, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (_given.Contains(field)) AddOfMode(field, reason);
        }
    }

    private void AddOfMode(string field, string reason) => Add("field-of-another-mode", $"{field} cannot be asked with mode {ContractJson.NameOf(Mode)}: {reason}.", field);
}
