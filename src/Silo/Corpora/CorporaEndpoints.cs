using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains;
using MusicGen.Grains.Corpora;
using MusicGen.Silo.Http;
using MusicGen.Storage;

namespace MusicGen.Silo.Corpora;

/// <summary>Collections of MIDI files.</summary>
internal static class CorporaEndpoints
{
    public static void MapCorpora(this RouteGroupBuilder api)
    {
        var corpora = api.MapGroup("/corpora").WithTags("Corpora");
        corpora.MapPost("", CreateAsync).WithSummary("Create an empty corpus");
        corpora.MapGet("", ListAsync).WithSummary("List corpora");
        corpora.MapGet("{corpus}", GetAsync).WithSummary("Get a corpus");
        corpora.MapPost("{corpus}/files", UploadAsync).WithSummary("Upload MIDI files")
            .WithDescription($"At most {UploadLimits.Files:N0} files of {UploadLimits.FileBytes >> 20} MB and {UploadLimits.RequestBytes >> 20} MB in all. They are read in the background; every file gets a report.")
            .Accepts<IFormFileCollection>("multipart/form-data")
            .StreamsForLong()
            .WithMetadata(new RequestSizeLimitAttribute(UploadLimits.RequestBytes));
        corpora.MapGet("{corpus}/files", FilesAsync).WithSummary("List what became of each file");
        corpora.MapGet("{corpus}/files/{sha256}/notes", NotesAsync).WithSummary("Get the note file made from a MIDI file");
        corpora.MapGet("{corpus}/ingestions/{number:int}", IngestionAsync).WithSummary("Get an upload's progress");
        corpora.MapGet("{corpus}/ingestions/{number:int}/events", WatchAsync).WithSummary("Follow an upload's progress")
            .WithDescription("Server-sent events; each carries the whole progress, so a reader that comes back has missed nothing.").StreamsForLong();
    }

    private static ICorpusGrain Corpus(this IGrainFactory grains, HttpContext http, string id) => grains.GetGrain<ICorpusGrain>(http.Own(id).ToString());

    private static async Task<Results<Created<CorpusSummary>, ProblemHttpResult>> CreateAsync(CreateCorpus request, HttpContext http, IGrainFactory grains)
    {
        if (Caller.NameProblem(request.Name) is { } problem) return problem.ToResult();
        var corpus = await grains.Corpus(http, http.NewId("corpus")).Create(request.Name);
        return TypedResults.Created($"/v1/corpora/{corpus.Id}", corpus);
    }

    private static Task<Ok<Page<CorpusSummary>>> ListAsync(HttpContext http, IGrainFactory grains, OwnedIds ids, string? cursor, int? limit, CancellationToken cancellationToken) =>
        Paging.ReadAsync(ids.CorporaAsync(http.Owner(), cursor, Paging.SizeOf(limit), cancellationToken), id => grains.Corpus(http, id).Get());

    private static async Task<Results<Ok<CorpusSummary>, ProblemHttpResult>> GetAsync(string corpus, HttpContext http, IGrainFactory grains) =>
        (await grains.Corpus(http, corpus).Get()).ToOk();

    private static async Task<Results<Accepted<IngestionSummary>, ProblemHttpResult>> UploadAsync(
        string corpus, HttpContext http, IGrainFactory grains, MidiUpload upload, CancellationToken cancellationToken)
    {
        var grain = grains.Corpus(http, corpus);
        if ((await grain.Get()).Problem is { } missing) return missing.ToResult();
        var files = await upload.ReceiveAsync(http.Own(corpus), http.Request, cancellationToken);
        return files.Succeeded
            ? (await grain.Ingest(files.Value)).ToAccepted(ingestion => $"/v1/corpora/{corpus}/ingestions/{ingestion.Number}")
            : files.Problem.ToResult();
    }

    private static async Task<Results<Ok<Page<FileReport>>, ProblemHttpResult>> FilesAsync(string corpus, HttpContext http, IGrainFactory grains, string? cursor, int? limit) =>
        (await grains.Corpus(http, corpus).GetFiles(Paging.IndexOf(cursor, 0), Paging.SizeOf(limit))).ToOk();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> NotesAsync(string corpus, string sha256, HttpContext http, IBlobStore blobs, CancellationToken cancellationToken) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
            ? await Download.FileAsync(blobs, CorpusBlobs.NoteFile(http.Own(corpus), sha256), "text/plain; charset=utf-8", $"{sha256}.notes", cancellationToken)
            : Download.NoFile;

    private static async Task<Results<Ok<IngestionSummary>, ProblemHttpResult>> IngestionAsync(string corpus, int number, HttpContext http, IGrainFactory grains) =>
        (await grains.Corpus(http, corpus).GetIngestion(number)).ToOk();

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> WatchAsync(string corpus, int number, HttpContext http, IGrainFactory grains)
    {
        var answer = await grains.Corpus(http, corpus).GetIngestion(number);
        if (!answer.Succeeded) return answer.Problem.ToResult();
        var progress = grains.GetGrain<IIngestionGrain>($"{http.Own(corpus)}/{number}").Watch(http.RequestAborted);
        return http.ToEvents(progress, _ => "progress", summary => $"{summary.Done}");
    }
}
