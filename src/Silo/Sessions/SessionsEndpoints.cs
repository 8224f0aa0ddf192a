using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;
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
        sessions.MapPost("{session}/tunes", ComposeAsync).WithSummary("Compose a tune")
            .WithDescription("A model of Score24 takes bars, instruments, players, lowestPitch, highestPitch, polyphony and closeAtEnd; one of note names takes words. "
                + "A job: 202 with its place, or, with the header Prefer: wait=N, the finished tune when it takes at most N seconds (60 at most).").StreamsForLong();
        sessions.MapGet("{session}/tunes", TunesAsync).WithSummary("List a session's tunes");
        sessions.MapGet("{session}/tunes/{number:int}", TuneAsync).WithSummary("Get a tune's state and settings");
        sessions.MapPost("{session}/tunes/{number:int}:cancel", CancelAsync).WithSummary("Cancel a tune");
        sessions.MapGet("{session}/tunes/{number:int}/events", WatchAsync).WithSummary("Follow a tune's words as they are composed")
            .WithDescription("Server-sent events; Last-Event-ID resumes without gap or repeat. The last event before <c>end</c> says how the tune ended.").StreamsForLong();
        sessions.MapGet("{session}/tunes/{number:int}/content", ContentAsync).WithSummary("Download a tune")
            .WithDescription("format=midi (default); notes: the note file; names: note names and chords, without rhythm; tokens: the model's own words.");
    }

    private static IGenerationSessionGrain Session(this IGrainFactory grains, HttpContext http, string id) => grains.GetGrain<IGenerationSessionGrain>(http.Own(id).ToString());

    private static async Task<Results<Created<SessionSummary>, ProblemHttpResult>> CreateAsync(CreateSession request, HttpContext http, IGrainFactory grains)
    {
        if (Caller.NameProblem(request.Name) is { } problem) return problem.ToResult();
        if (!ResourceId.IsValid(request.Model)) return new Problem(ProblemKind.NotFound, "model-not-found", "There is no model of that id.", "model").ToResult();
        return (await grains.Session(http, http.NewId("session")).Create(request.Name, request.Model)).ToCreated(session => $"/v1/sessions/{session.Id}");
    }

    private static Task<Ok<Page<SessionSummary>>> ListAsync(HttpContext http, IGrainFactory grains, OwnedIds ids, string? cursor, int? limit, CancellationToken cancellationToken) =>
        Paging.ReadAsync(ids.SessionsAsync(http.Owner(), cursor, Paging.SizeOf(limit), cancellationToken), id => grains.Session(http, id).Get());

    private static async Task<Results<Ok<SessionSummary>, ProblemHttpResult>> GetAsync(string session, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).Get()).ToOk();

    private static async Task<Results<Accepted<TuneSummary>, Ok<TuneSummary>, ProblemHttpResult>> ComposeAsync(
        string session, CreateTune request, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var grain = grains.Session(http, session);
        var found = await grain.Get();
        if (!found.Succeeded) return found.Problem.ToResult();
        var model = await grains.GetGrain<IModelGrain>(http.Own(found.Value.Model).ToString()).Get();
        if (!model.Succeeded) return model.Problem.ToResult();
        var programs = request.Primer?.Names is null ? Array.Empty<int>() : await grain.GetPrograms();
        if (!programs.Succeeded) return programs.Problem.ToResult();
        var (settings, faults) = TuneRequest.Resolve(request, model.Value.Versions[found.Value.ModelVersion - 1].Card.TokenizerSettings, programs.Value);
        if (settings is null) return faults.ToResult();

        var answer = await grain.Compose(settings, http.IdempotentId("tune"));
        if (!answer.Succeeded) return answer.Problem.ToResult();
        var tune = answer.Value;
        if (PreferWait.Of(http.Request) is { } patience && (await PreferWait.ForEndAsync(grain, tune.Number, patience, clock, cancellationToken)).Value is { } ended) return TypedResults.Ok(ended);
        return TypedResults.Accepted($"/v1/sessions/{session}/tunes/{tune.Number}", tune);
    }

    private static async Task<Results<Ok<Page<TuneSummary>>, ProblemHttpResult>> TunesAsync(string session, HttpContext http, IGrainFactory grains, string? cursor, int? limit) =>
        (await grains.Session(http, session).GetTunes(Paging.IndexOf(cursor, 1), Paging.SizeOf(limit))).ToOk();

    private static async Task<Results<Ok<TuneSummary>, ProblemHttpResult>> TuneAsync(string session, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).GetTune(number)).ToOk();

    private static async Task<Results<Ok<TuneSummary>, ProblemHttpResult>> CancelAsync(string session, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Session(http, session).CancelTune(number)).ToOk();

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> WatchAsync(string session, int number, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Session(http, session);
        if ((await grain.GetTune(number)).Problem is { } missing) return missing.ToResult();
        // An event's id is the index behind its words: where a returning reader goes on.
        var from = (int)Math.Min(http.LastEventId(none: 0), int.MaxValue);
        return http.ToEvents(
            grain.WatchTune(number, from, http.RequestAborted),
            happened => happened.Words.Count > 0 ? "words" : "phase",
            happened => $"{happened.Index + happened.Words.Count}");
    }

    private static async Task<Results<FileStreamHttpResult, ContentHttpResult, ProblemHttpResult>> ContentAsync(
        string session, int number, HttpContext http, IGrainFactory grains, IBlobStore blobs, string? format, CancellationToken cancellationToken)
    {
        var key = http.Own(session);
        var tune = await grains.Session(http, session).GetTune(number);
        if (!tune.Succeeded) return tune.Problem.ToResult();
        if (tune.Value.Phase != TunePhase.Succeeded)
            return new Problem(ProblemKind.Conflict, "tune-not-finished", $"Tune {number} is {ContractJson.NameOf(tune.Value.Phase)}: there is nothing to download.").ToResult();

        switch (format)
        {
            case null or "midi":
                return Widen(await Download.FileAsync(blobs, TuneBlobs.Midi(key, number), "audio/midi", $"tune-{number}.mid", cancellationToken));
            case "notes":
                return Widen(await Download.FileAsync(blobs, TuneBlobs.NoteFile(key, number), "text/plain; charset=utf-8", $"tune-{number}.notes", cancellationToken));
            case "names":
                return Text(await WordsAsync(blobs, key, number, asNames: true, cancellationToken));
            case "tokens":
                return Text(await WordsAsync(blobs, key, number, asNames: false, cancellationToken));
            default:
                return new Problem(ProblemKind.Invalid, "format-unknown", "The formats are midi, notes, names and tokens.", "format").ToResult();
        }
    }

    /// <summary>A line a word.</summary>
    private static ContentHttpResult Text(IEnumerable<string> words) => TypedResults.Text(string.Concat(words.Select(word => word + "\n")));

    private static async Task<IReadOnlyList<string>> WordsAsync(IBlobStore blobs, OwnedKey session, int number, bool asNames, CancellationToken cancellationToken)
    {
        var record = await blobs.GetAsync(TuneBlobs.Record(session, number), cancellationToken);
        var tune = JsonSerializer.Deserialize<TuneRecord>(record!.Content.Span, ContractJson.Options)!;
        var isScore24 = tune.Settings.Constraints is not null;
        return asNames && isScore24 ? NoteNames.Encode(Score24.Decode(Score24Vocabulary.ToIds(tune.Words))) : tune.Words;
    }

    private static Results<FileStreamHttpResult, ContentHttpResult, ProblemHttpResult> Widen(Results<FileStreamHttpResult, ProblemHttpResult> file) =>
        file.Result is FileStreamHttpResult found ? found : (ProblemHttpResult)file.Result;
}
