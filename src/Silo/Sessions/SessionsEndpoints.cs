using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Sessions;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;
using MusicGen.Silo.Audio;
using MusicGen.Silo.Http;
using MusicGen.Storage;

namespace MusicGen.Silo.Sessions;

/// <summary>Conversations with a model, and their tunes.</summary>
internal static class SessionsEndpoints
{
    public static void MapSessions(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapPost("", CreateAsync).WithSummary("Begin a session with a model");
        sessions.MapGet("", ListAsync).WithSummary("List sessions");
        sessions.MapGet("{session}", GetAsync).WithSummary("Get a session");
        sessions.MapDelete("{session}", DeleteAsync).WithSummary("Delete a session and its tunes for good").WithDescription("What is being composed is canceled.");
        sessions.MapPost("{session}/tunes", ComposeAsync).WithSummary("Compose a tune")
            .WithDescription("A model of Score24 takes bars, instruments, players, lowestPitch, highestPitch, key, meter, density, polyphony and closeAtEnd; one of note names takes words and key. "
                + "mode says what becomes of a primer: continue, variation (with change) or accompany. "
                + "The primer may be an earlier tune: {\"tune\": 3, \"variation\": 2}. Up to eight variations are composed side by side. An Idempotency-Key that was sent with another body is refused. "
                + "A job: 202 with its place, or, with the header Prefer: wait=N, the finished tune when it takes at most N seconds (60 at most).").StreamsForLong();
        sessions.MapGet("{session}/tunes", TunesAsync).WithSummary("List a session's tunes");
        sessions.MapGet("{session}/tunes/{number:int}", TuneAsync).WithSummary("Get a tune's state and settings");
        sessions.MapPost("{session}/tunes/{number:int}:cancel", CancelAsync).WithSummary("Cancel a tune");
        sessions.MapDelete("{session}/tunes/{number:int}", DeleteTuneAsync).WithSummary("Delete the files of a tune that has ended").WithDescription("Its number stays taken, and what was asked for stays listed.");
        sessions.MapGet("{session}/tunes/{number:int}/events", WatchAsync).WithSummary("Follow a tune bar by bar as it is composed")
            .WithDescription("Server-sent events: a bar event for each bar of each variation, with note names a words event for every 16 words; a ping at once and when there is nothing for a while; a phase event that says how "
                + "the tune ended; end. A tune that did not succeed has only its phase event for who comes later. Bar b of every variation comes before bar b + 1 of any, so an id always names the same event and Last-Event-ID resumes without gap or repeat.").StreamsForLong();
        sessions.MapGet("{session}/tunes/{number:int}/content", ContentAsync).WithSummary("Download a tune")
            .WithDescription("variation: its number, 1 by default. format=midi (default); notes: the note file; names: note names and chords, without rhythm; tokens: the model's own words; wav and ogg: audio, stereo, rendered by FluidSynth "
                + "when it is first asked for, which takes some seconds; 501 where the service has no FluidSynth, 503 with Retry-After where too many wait. Files come with ETag and ranges.");
    }

    private static IGenerationSessionGrain Session(this IGrainFactory grains, HttpContext http, string id) => grains.GetGrain<IGenerationSessionGrain>(http.Own(id).ToString());

    private static async Task<Results<Created<SessionSummary>, ProblemHttpResult>> CreateAsync(CreateSession request, HttpContext http, IGrainFactory grains)
    {
        if (Caller.NameProblem(request.Name) is { } problem) return problem.ToResult();
        if (!ResourceId.IsValid(request.Model)) return new Problem(ProblemKind.NotFound, "model-not-found", "There is no model of that id.", "model").ToResult();
        var id = http.NewId("session");
        if (await http.StorageProblemAsync() is { } full && !(await grains.Session(http, id).Get()).Succeeded) return full.ToResult();
        var created = await http.WithinLimitAsync(CountedThing.Session, id, () => grains.Session(http, id).Create(request.Name, request.Model));
        return created.ToCreated(session => $"/v1/sessions/{session.Id}");
    }

    private static Task<Ok<Page<SessionSummary>>> ListAsync(HttpContext http, IGrainFactory grains, OwnedIds ids, string? cursor, int? limit, CancellationToken cancellationToken) =>
        http.ReadPageAsync(ids.SessionsAsync(http.Owner(), cursor, Paging.SizeOf(limit), cancellationToken), id => grains.Session(http, id).Get());

    private static async Task<Results<Ok<SessionSummary>, ProblemHttpResult>> GetAsync(string session, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).Get()).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string session, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).Delete()).ToNoContent();

    private static async Task<Results<Accepted<TuneSummary>, Ok<TuneSummary>, ProblemHttpResult>> ComposeAsync(
        string session, CreateTune request, HttpContext http, IGrainFactory grains, IBlobStore blobs, TimeProvider clock, CancellationToken cancellationToken)
    {
        var content = RequestHash.Of(request);
        var grain = grains.Session(http, session);
        var found = await grain.Get();
        if (!found.Succeeded) return found.Problem.ToResult();
        // What it named may be gone since: a request that was accepted is not looked at again.
        var name = http.IdempotentId("tune");
        if (name is not null && await grain.FindRequested(name, content) is { } before) return await AnsweredAsync(before, session, grain, http, clock);
        if (await http.StorageProblemAsync() is { } full) return full.ToResult();
        var tokenizer = await grain.GetTokenizer();
        if (!tokenizer.Succeeded) return tokenizer.Problem.ToResult();
        var programs = request.Primer?.Names is null ? Array.Empty<int>() : await grain.GetPrograms();
        if (!programs.Succeeded) return programs.Problem.ToResult();
        if (request.Primer is { } asked)
        {
            var primer = await new TunePrimer(http, grains, blobs).ResolveAsync(asked, session, tokenizer.Value.Kind, cancellationToken);
            if (!primer.Succeeded) return primer.Problem.ToResult();
            request = request with { Primer = primer.Value };
        }
        var (settings, faults) = TuneRequest.Resolve(request, tokenizer.Value, programs.Value);
        if (settings is null) return faults.ToResult();

        return await AnsweredAsync(await grain.Compose(settings, name, content), session, grain, http, clock);
    }

    /// <summary>A tune that was asked for: finished, where the caller waits for that and it does not take too long.</summary>
    private static async Task<Results<Accepted<TuneSummary>, Ok<TuneSummary>, ProblemHttpResult>> AnsweredAsync(
        Answer<TuneSummary> answer, string session, IGenerationSessionGrain grain, HttpContext http, TimeProvider clock)
    {
        if (!answer.Succeeded) return answer.Problem.ToResult();
        var tune = answer.Value;
        if (PreferWait.Of(http.Request) is { } patience && await http.ForEndAsync(grain, tune.Number, patience, clock) is { } ended) return TypedResults.Ok(ended);
        return TypedResults.Accepted($"/v1/sessions/{session}/tunes/{tune.Number}", tune);
    }

    private static async Task<Results<Ok<Page<TuneSummary>>, ProblemHttpResult>> TunesAsync(string session, HttpContext http, IGrainFactory grains, string? cursor, int? limit) =>
        (await grains.Session(http, session).GetTunes(Paging.IndexOf(cursor, 1), Paging.SizeOf(limit))).ToOk();

    private static async Task<Results<Ok<TuneSummary>, ProblemHttpResult>> TuneAsync(string session, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).GetTune(number)).ToOk();

    private static async Task<Results<Ok<TuneSummary>, ProblemHttpResult>> CancelAsync(string session, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).CancelTune(number)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteTuneAsync(string session, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).DeleteTune(number)).Problem.ToNoContent();

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> WatchAsync(string session, int number, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Session(http, session);
        var tune = await grain.GetTune(number);
        if (!tune.Succeeded) return tune.Problem.ToResult();
        if (tune.Value.DeletedAt is not null) return FinishedTune.Deleted(number).ToResult();
        var from = Math.Min(http.LastEventId(none: 0), int.MaxValue) + 1;
        return http.ToEvents(
            http.Resumed(next => grain.WatchTune(number, next, http.RequestAborted), happened => happened.Sequence, from),
            happened => happened switch { { Words: [] } => "phase", { Bar: null } => "words", _ => "bar" },
            happened => $"{happened.Sequence}");
    }

    private static async Task<Results<FileStreamHttpResult, ContentHttpResult, ProblemHttpResult>> ContentAsync(
        string session, int number, HttpContext http, IGrainFactory grains, IBlobStore blobs, AudioDownload audio, string? format, int? variation, CancellationToken cancellationToken)
    {
        var key = http.Own(session);
        var tune = await grains.Session(http, session).GetTune(number);
        if (!tune.Succeeded) return tune.Problem.ToResult();
        var one = variation ?? 1;
        if (FinishedTune.FindProblem(tune.Value, one) is { } problem) return problem.ToResult();
        var name = tune.Value.Variations.Count == 1 ? $"tune-{number}" : $"tune-{number}-{one}";

        switch (format)
        {
            case null or "midi":
                return Widen(await Download.FileAsync(blobs, TuneBlobs.Midi(key, number, one), "audio/midi", $"{name}.mid", cancellationToken));
            case "notes":
                return Widen(await Download.FileAsync(blobs, TuneBlobs.NoteFile(key, number, one), "text/plain; charset=utf-8", $"{name}.notes", cancellationToken));
            case "names":
                return Text(await WordsAsync(blobs, key, number, one, asNames: true, cancellationToken));
            case "tokens":
                return Text(await WordsAsync(blobs, key, number, one, asNames: false, cancellationToken));
            case "wav" or "ogg":
                return Widen(await audio.FileAsync(key, tune.Value, one, Enum.Parse<AudioFormat>(format, ignoreCase: true), $"{name}.{format}", cancellationToken));
            default:
                return new Problem(ProblemKind.Invalid, "format-unknown", "The formats are midi, notes, names, tokens, wav and ogg.", "format").ToResult();
        }
    }

    /// <summary>A line a word.</summary>
    private static Results<FileStreamHttpResult, ContentHttpResult, ProblemHttpResult> Text(IReadOnlyList<string>? words) =>
        words is null ? Download.NoFile : TypedResults.Text(string.Concat(words.Select(word => word + "\n")));

    private static async Task<IReadOnlyList<string>?> WordsAsync(IBlobStore blobs, OwnedKey session, int number, int variation, bool asNames, CancellationToken cancellationToken)
    {
        if (await TuneRecord.ReadAsync(blobs, session, number, variation, cancellationToken) is not { } tune) return null;
        var isScore24 = tune.Settings.Constraints is not null;
        return asNames && isScore24 ? NoteNames.Encode(Score24.Decode(Score24Vocabulary.ToIds(tune.Words))) : tune.Words;
    }

    private static Results<FileStreamHttpResult, ContentHttpResult, ProblemHttpResult> Widen(Results<FileStreamHttpResult, ProblemHttpResult> file) =>
        file.Result is FileStreamHttpResult found ? found : (ProblemHttpResult)file.Result;
}
