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
/// <param name="Primer">What the model hears first, in its own ids: <see cref="TuneSettings.Prefix"/>.</param>
internal sealed record TuneBeginning(ITuneRules Rules, IReadOnlyList<int> Primer)
{
    /// <summary>More than any band plays: it keeps a model that has learnt nothing from staying in one bar.</summary>
    private const int MostNotesPerBar = 128;

    /// <summary>The beginning, or what in the settings the model cannot do. A pure function of all three.</summary>
    /// <param name="model">Who composes.</param>
    /// <param name="settings">Resolved, within their ranges.</param>
    /// <param name="variation">The number, from 1, of this tune among those of the same settings; it decides which notes of a primer a variation keeps.</param>
    public static Answer<TuneBeginning> Of(LoadedModel model, TuneSettings settings, int variation = 1)
    {
        var heard = HeardPrimer.Of(settings.Primer, model.Vocabulary);
        if (heard.Strange.Count > 0) return Invalid("primer-outside-vocabulary", StrangeMusic.Describe(heard.Strange), "primer");
        var kept = settings.Change is { } change ? new KeptNotes((ulong)settings.Seed, variation, change) : null; // only a variation has one
        if (settings.Constraints is not { } constraints) return OfNames(model.Vocabulary, settings, heard.Ids, kept);
        if (FindUnknownInstrument(model.Vocabulary, constraints) is { } unknown) return unknown;
        try
        {
            var primer = Score24Vocabulary.ToIds(settings.Primer);
            var asked = InTheWordsOfTheGrammar(settings, constraints, primer);
            return settings.Mode switch
            {
                TuneMode.Variation => new TuneBeginning(Score24Rules.Vary(model.Vocabulary, asked, primer, kept!.Keeps), []),
                TuneMode.Accompany => new TuneBeginning(Score24Rules.Accompany(model.Vocabulary, asked, primer), []),
                _ => new TuneBeginning(new Score24Rules(model.Vocabulary, asked, primer), heard.Ids),
            };
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

    private static Answer<TuneBeginning> OfNames(Vocabulary vocabulary, TuneSettings settings, IReadOnlyList<int> primer, KeptNotes? kept)
    {
        var scale = ScaleOf(settings);
        if (!NoteNamesRules.HasWords(vocabulary, scale)) return Invalid("constraints-unsatisfiable", $"The model has seen no note name and no chord of {scale}.", "key");
        return settings.Mode == TuneMode.Variation
            ? new TuneBeginning(new NoteNamesRules(vocabulary, primer, kept!.Keeps, scale), [])
            : new TuneBeginning(new NoteNamesRules(vocabulary, settings.Words ?? 0, scale), primer);
    }

    private static Problem? FindUnknownInstrument(Vocabulary vocabulary, TuneConstraints constraints)
    {
        var known = KnownPrograms.Of(vocabulary).ToList();
        if (constraints.Instruments?.FirstOrDefault(instrument => !ProgramsOf(instrument).Intersect(known).Any()) is not { } unknown) return null;
        var names = known.Select(program => program == Score24Vocabulary.DrumProgram ? "drums" : $"{program}");
        return Invalid("instrument-unknown", $"The model has never heard {unknown}: it plays {string.Join(", ", names)}.", "instruments");
    }

    private static Score24Constraints InTheWordsOfTheGrammar(TuneSettings settings, TuneConstraints constraints, ReadOnlySpan<int> primer) => new()
    {
        Programs = constraints.Instruments is { } instruments ? [.. instruments.SelectMany(ProgramsOf).Distinct()] : null,
        Bars = primer.Count(Score24Vocabulary.Bar) + constraints.Bars,
        MostPrograms = constraints.Players,
        LowestPitch = constraints.LowestPitch,
        HighestPitch = constraints.HighestPitch,
        Scale = ScaleOf(settings),
        MostNotesAtOnce = constraints.Polyphony,
        MostNotesPerBar = constraints.Density ?? MostNotesPerBar,
        LeastNotesPerBar = ((constraints.Density ?? 0) + 1) / 2,
        CloseAtEnd = constraints.CloseAtEnd,
        Meters = constraints.Meter is { } meter ? [meter] : null,
        TempoQpm = settings.TempoQpm,
    };

    private static Scale? ScaleOf(TuneSettings settings) => settings.Key is { } key && Scale.TryParse(key, out var scale) ? scale : null;

    private static IReadOnlyList<int> ProgramsOf(string instrument) => ProgramNames.TryParse(instrument, out var programs) ? programs : [];

    /// <summary>The request's name of what the grammar complains about.</summary>
    private static string? FieldOf(string? constraint) => constraint switch
    {
        nameof(Score24Constraints.Programs) => "instruments",
        nameof(Score24Constraints.MostPrograms) => "players",
        nameof(Score24Constraints.Bars) => "bars",
        nameof(Score24Constraints.LowestPitch) => "lowestPitch",
        nameof(Score24Constraints.HighestPitch) => "highestPitch",
        nameof(Score24Constraints.Scale) => "key",
        nameof(Score24Constraints.MostNotesAtOnce) => "polyphony",
        nameof(Score24Constraints.MostNotesPerBar) or nameof(Score24Constraints.LeastNotesPerBar) => "density",
        nameof(Score24Constraints.CloseAtEnd) => "closeAtEnd",
        nameof(Score24Constraints.Meters) => "meter",
        nameof(Score24Constraints.TempoQpm) => "tempoQpm",
        _ => null,
    };

    private static Problem Invalid(string code, string detail, string? field) => new(ProblemKind.Invalid, code, detail, field);
}
