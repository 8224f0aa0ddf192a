using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Corpora;
using MusicGen.Silo.Http;
using MusicGen.Storage;

namespace MusicGen.Silo.Corpora;

/// <summary>Collections of MIDI files.</summary>
internal static class CorporaEndpoints
{
    private static readonly Problem UnknownOutcome = new(
        ProblemKind.Invalid, "outcome-unknown", $"An outcome is one of {string.Join(", ", Enum.GetValues<FileOutcome>().Select(outcome => ContractJson.NameOf(outcome)))}.", "outcome");

    public static void MapCorpora(this RouteGroupBuilder api)
    {
        var corpora = api.MapGroup("/corpora").WithTags("Corpora");
        corpora.MapPost("", CreateAsync).WithSummary("Create an empty corpus");
        corpora.MapGet("", ListAsync).WithSummary("List corpora");
        corpora.MapGet("{corpus}", GetAsync).WithSummary("Get a corpus");
        corpora.MapDelete("{corpus}", DeleteAsync).WithSummary("Delete a corpus for good")
            .WithDescription("With its files and their reports; uploads that are being read end. Datasets that are built, trainings and models on them stay; a training that is still preparing its dataset fails.");
        corpora.MapPost("{corpus}/files", UploadAsync).WithSummary("Upload MIDI files")
            .WithDescription(
                $"At most {UploadLimits.Files:N0} files of {UploadLimits.FileBytes >> 20} MB and {UploadLimits.RequestBytes >> 20} MB in all; a zip archive, as one of the files or as the whole body, "
                + $"brings up to {UploadLimits.ZipEntries:N0}. They are read in the background; every file gets a report.")
            .Accepts<IFormFileCollection>(MidiUpload.Multipart, MidiUpload.ZipArchive, MidiUpload.ZipArchiveOfWindows)
            .StreamsForLong()
            .WithMetadata(new RequestSizeLimitAttribute(UploadLimits.RequestBytes));
        corpora.MapGet("{corpus}/files", FilesAsync).WithSummary("List what became of each file")
            .WithDescription("Those of one outcome, of one upload, or with or without repairs, where asked. A page may be short of its limit, even empty, and name a next one all the same.");
        corpora.MapGet("{corpus}/stats", StatsAsync).WithSummary("Count a corpus's files by outcome, key, meter, tempo and instrument");
        corpora.MapGet("{corpus}/files/{sha256}/notes", NotesAsync).WithSummary("Get the note file made from a MIDI file");
        corpora.MapGet("{corpus}/ingestions/{number:int}", IngestionAsync).WithSummary("Get an upload's progress");
        corpora.MapPost("{corpus}/ingestions/{number:int}:cancel", CancelAsync).WithSummary("End an upload; reports so far stay");
        corpora.MapGet("{corpus}/ingestions/{number:int}/events", WatchAsync).WithSummary("Follow an upload's progress")
            .WithDescription("Server-sent events; each carries the whole progress, so a reader that comes back has missed nothing.").StreamsForLong();
    }

    private static ICorpusGrain Corpus(this IGrainFactory grains, HttpContext http, string id) => grains.GetGrain<ICorpusGrain>(http.Own(id).ToString());

    private static async Task<Results<Created<CorpusSummary>, ProblemHttpResult>> CreateAsync(CreateCorpus request, HttpContext http, IGrainFactory grains)
    {
        if (Caller.NameProblem(request.Name) is { } problem) return problem.ToResult();
        if (request.Intake is { } intake && IntakeRules.Problems(intake) is { Count: > 0 } problems) return problems.ToResult();
        var id = http.NewId("corpus");
        var created = await http.WithinLimitAsync<CorpusSummary>(CountedThing.Corpus, id, async () => await grains.Corpus(http, id).Create(request.Name, request.Intake));
        return created.ToCreated(corpus => $"/v1/corpora/{corpus.Id}");
    }

    private static Task<Ok<Page<CorpusSummary>>> ListAsync(HttpContext http, IGrainFactory grains, OwnedIds ids, string? cursor, int? limit, CancellationToken cancellationToken) =>
        http.ReadPageAsync(ids.CorporaAsync(http.Owner(), cursor, Paging.SizeOf(limit), cancellationToken), id => grains.Corpus(http, id).Get());

    private static async Task<Results<Ok<CorpusSummary>, ProblemHttpResult>> GetAsync(string corpus, HttpContext http, IGrainFactory grains) =>
        (await grains.Corpus(http, corpus).Get()).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string corpus, HttpContext http, IGrainFactory grains) =>
        (await grains.Corpus(http, corpus).Delete()).ToNoContent();

    private static async Task<Results<Accepted<IngestionSummary>, ProblemHttpResult>> UploadAsync(
        string corpus, HttpContext http, IGrainFactory grains, MidiUpload upload, CancellationToken cancellationToken)
    {
        var grain = grains.Corpus(http, corpus);
        if ((await grain.Get()).Problem is { } missing) return missing.ToResult();
        return (await upload.ReceiveAsync(http.Own(corpus), http.Request, cancellationToken)).ToAccepted(ingestion => $"/v1/corpora/{corpus}/ingestions/{ingestion.Number}");
    }

    private static async Task<Results<Ok<Page<FileReport>>, ProblemHttpResult>> FilesAsync(
        string corpus, HttpContext http, IGrainFactory grains, string? cursor, int? limit, string? outcome, bool? repaired, int? ingestion)
    {
        FileOutcome[] wanted = [.. Enum.GetValues<FileOutcome>().Where(known => ContractJson.NameOf(known) == outcome)];
        if (outcome is not null && wanted.Length == 0) return UnknownOutcome.ToResult();
        return (await grains.Corpus(http, corpus).GetFiles(Paging.IndexOf(cursor, 0), Paging.SizeOf(limit), new FileQuery(outcome is null ? null : wanted[0], repaired, ingestion))).ToOk();
    }

    private static async Task<Results<Ok<CorpusStats>, ProblemHttpResult>> StatsAsync(string corpus, HttpContext http, IGrainFactory grains) =>
        (await grains.Corpus(http, corpus).GetStats()).ToOk();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> NotesAsync(
        string corpus, string sha256, HttpContext http, IGrainFactory grains, IBlobStore blobs, CancellationToken cancellationToken)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower) || await grains.Corpus(http, corpus).FindNotes(sha256) is not { } place) return Download.NoFile;
        // The same bytes always give the same note file: their hash is its version.
        return await blobs.OpenAsync(place.Blob, place.Offset, place.Length, cancellationToken) is { } notes
            ? TypedResults.File(notes, "text/plain; charset=utf-8", $"{sha256}.notes", entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: notes.CanSeek)
            : Download.NoFile;
    }

    private static async Task<Results<Ok<IngestionSummary>, ProblemHttpResult>> IngestionAsync(string corpus, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Corpus(http, corpus).GetIngestion(number)).ToOk();

    private static async Task<Results<Ok<IngestionSummary>, ProblemHttpResult>> CancelAsync(string corpus, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Corpus(http, corpus).CancelIngestion(number)).ToOk();

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> WatchAsync(string corpus, int number, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Corpus(http, corpus);
        var answer = await grain.GetIngestion(number);
        if (!answer.Succeeded) return answer.Problem.ToResult();
        var progress = grain.WatchIngestion(number, http.RequestAborted);
        return http.ToEvents(progress, _ => "progress", summary => $"{summary.Done}");
    }
}
