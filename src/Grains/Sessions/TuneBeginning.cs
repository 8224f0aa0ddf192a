using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;
using MusicGen.Inference.Composing;
using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Grains.Sessions;

/// <summary>What a tune needs before its first word is drawn. For one tune, once: the rules change as it is composed.</summary>
/// <param name="Rules">What may come next.</param>
/// <param name="Primer">The primer in the model's ids.</param>
internal sealed record TuneBeginning(ITuneRules Rules, IReadOnlyList<int> Primer)
{
    /// <summary>More than any band plays: it keeps a model that has learnt nothing from staying in one bar.</summary>
    private const int MostNotesPerBar = 128;

    /// <summary>The beginning, or what in the settings the model cannot do. A pure function of both.</summary>
    public static Answer<TuneBeginning> Of(LoadedModel model, TuneSettings settings)
    {
        var heard = HeardPrimer.Of(settings.Primer, model.Vocabulary);
        if (heard.Strange.Count > 0) return Invalid("primer-outside-vocabulary", StrangeMusic.Describe(heard.Strange), "primer");
        if (settings.Constraints is not { } constraints) return new TuneBeginning(new NoteNamesRules(model.Vocabulary, settings.Words ?? 0), heard.Ids);
        if (FindUnknownInstrument(model.Vocabulary, constraints) is { } unknown) return unknown;
        try
        {
            var primer = Score24Vocabulary.ToIds(settings.Primer);
            return new TuneBeginning(new Score24Rules(model.Vocabulary, InTheWordsOfTheGrammar(constraints, primer), primer), heard.Ids);
        }
        catch (Score24ConstraintException e)
        {
            return Invalid("constraints-unsatisfiable", e.Message, FieldOf(e.Constraint));
        }
        catch (Score24FormatException e)
        {
            return Invalid("primer-invalid", $"The primer is not the beginning of a piece: {e.Message}", "primer");
        }
    }

    private static Problem? FindUnknownInstrument(Vocabulary vocabulary, TuneConstraints constraints)
    {
        var known = KnownPrograms.Of(vocabulary).ToList();
        if (constraints.Instruments?.FirstOrDefault(instrument => !ProgramsOf(instrument).Intersect(known).Any()) is not { } unknown) return null;
        var names = known.Select(program => program == Score24Vocabulary.DrumProgram ? "drums" : $"{program}");
        return Invalid("instrument-unknown", $"The model has never heard {unknown}: it plays {string.Join(", ", names)}.", "instruments");
    }

    private static Score24Constraints InTheWordsOfTheGrammar(TuneConstraints constraints, ReadOnlySpan<int> primer) => new()
    {
        Programs = constraints.Instruments is { } instruments ? [.. instruments.SelectMany(ProgramsOf).Distinct()] : null,
        Bars = primer.Count(Score24Vocabulary.Bar) + constraints.Bars,
        MostPrograms = constraints.Players,
        LowestPitch = constraints.LowestPitch,
        HighestPitch = constraints.HighestPitch,
        MostNotesAtOnce = constraints.Polyphony,
        MostNotesPerBar = MostNotesPerBar,
        CloseAtEnd = constraints.CloseAtEnd,
    };

    private static IReadOnlyList<int> ProgramsOf(string instrument) => ProgramNames.TryParse(instrument, out var programs) ? programs : [];

    /// <summary>The request's name of what the grammar complains about.</summary>
    private static string? FieldOf(string? constraint) => constraint switch
    {
        nameof(Score24Constraints.Programs) => "instruments",
        nameof(Score24Constraints.MostPrograms) => "players",
        nameof(Score24Constraints.Bars) => "bars",
        nameof(Score24Constraints.LowestPitch) => "lowestPitch",
        nameof(Score24Constraints.HighestPitch) => "highestPitch",
        nameof(Score24Constraints.MostNotesAtOnce) => "polyphony",
        nameof(Score24Constraints.CloseAtEnd) => "closeAtEnd",
        _ => null,
    };

    private static Problem Invalid(string code, string detail, string? field) => new(ProblemKind.Invalid, code, detail, field);
}
