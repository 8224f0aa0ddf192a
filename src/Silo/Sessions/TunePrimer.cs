using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;
using MusicGen.Silo.Http;
using MusicGen.Storage;

namespace MusicGen.Silo.Sessions;

/// <summary>An earlier tune as a primer: its words take the place of its number.</summary>
internal sealed class TunePrimer(HttpContext http, IGrainFactory grains, IBlobStore blobs)
{
    /// <summary>The same primer with the tune's words for names; one that names no tune is left as it is.</summary>
    /// <param name="primer">What was asked for.</param>
    /// <param name="session">The id of the session that is to compose.</param>
    /// <param name="kind">The language of its model.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer<Primer>> ResolveAsync(Primer primer, string session, TokenizerKind kind, CancellationToken cancellationToken)
    {
        if (primer.Tune is not { } number)
        {
            return primer is { Variation: null, Session: null }
                ? primer
                : Problem(ProblemKind.Invalid, "primer-invalid", "A primer with a variation or a session needs the number of the tune: tune.");
        }
        if (primer is not { Names: null, Midi: null, Notes: null })
            return Problem(ProblemKind.Invalid, "primer-invalid", "Give a primer as names, as MIDI, as notes or as a tune: one of them.");
        var source = primer.Session ?? session;
        if (!ResourceId.IsValid(source)) return Problem(ProblemKind.NotFound, "session-not-found", "There is no session of that id.");

        var found = await FindAsync(source, number, primer.Variation ?? 1, cancellationToken);
        if (!found.Succeeded) return found.Problem with { Field = "primer" };
        return source == session || await KindAsync(source) == kind
            ? new Primer(Names: string.Join(' ', found.Value.Words))
            : Problem(ProblemKind.Invalid, "primer-of-another-language", "The tune was composed by a model of another language: take one of this language.");
    }

    private async Task<Answer<TuneRecord>> FindAsync(string session, int number, int variation, CancellationToken cancellationToken)
    {
        var key = http.Own(session);
        var tune = await grains.GetGrain<IGenerationSessionGrain>(key.ToString()).GetTune(number);
        if (!tune.Succeeded) return tune.Problem;
        if (FindProblem(tune.Value) is { } unfit) return unfit;
        if (FinishedTune.FindProblem(tune.Value, variation) is { } problem) return problem;
        return await TuneRecord.ReadAsync(blobs, key, number, variation, cancellationToken) is { } record ? record : FinishedTune.Deleted(number);
    }

    /// <summary>Why a tune has no words to go on from; null where it has, or had.</summary>
    private static Problem? FindProblem(TuneSummary tune)
    {
        if (tune.Phase == TunePhase.Succeeded || tune.DeletedAt is not null) return null;
        var phase = ContractJson.NameOf(tune.Phase);
        return tune.Phase.HasEnded()
            ? Problem(ProblemKind.Conflict, "tune-not-succeeded", $"Tune {tune.Number} ended as {phase} and left no music: only a finished tune can be a primer.")
            : Problem(ProblemKind.Conflict, "tune-not-finished", $"Tune {tune.Number} is {phase}: only a finished tune can be a primer.");
    }

    private async Task<TokenizerKind?> KindAsync(string session) =>
        (await grains.GetGrain<IGenerationSessionGrain>(http.Own(session).ToString()).GetTokenizer()).Value?.Kind;

    private static Problem Problem(ProblemKind kind, string code, string detail) => new(kind, code, detail, "primer");
}
