using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Training;
using MusicGen.Silo.Http;
using MusicGen.Storage;

namespace MusicGen.Silo.Training;

/// <summary>Training sessions, and the queue in which they wait for a device.</summary>
internal static class TrainingsEndpoints
{
    public static void MapTrainings(this RouteGroupBuilder api)
    {
        var trainings = api.MapGroup("/trainings").WithTags("Trainings");
        trainings.MapPost("", CreateAsync).WithSummary("Train a model on a corpus")
            .WithDescription($"Presets: {Presets.Names}. The tokenizer's kind is score24 (default: bars, rhythm, instruments, drums) or notenames (a word a note or chord, as in the origin report). "
                + "Priorities: interactive, high, normal (default), low.");
        trainings.MapGet("", ListAsync).WithSummary("List training sessions");
        trainings.MapGet("{training}", GetAsync).WithSummary("Get a training session");
        trainings.MapPost("{training}:pause", (string training, HttpContext http, IGrainFactory grains) => ChangeAsync(grains.Training(http, training).Pause())).WithSummary("Stop at a checkpoint");
        trainings.MapPost("{training}:resume", (string training, HttpContext http, IGrainFactory grains) => GoOnAsync(http, grains, training, () => grains.Training(http, training).Resume())).WithSummary("Go on from the last checkpoint");
        trainings.MapPost("{training}:extend", (string training, ExtendTraining request, HttpContext http, IGrainFactory grains) => GoOnAsync(http, grains, training, () => grains.Training(http, training).Extend(request.Epochs)))
            .WithSummary("Go on for more passes").WithDescription("For a session that has succeeded, failed or is paused. The rate falls anew over all passes, and patience begins anew.");
        trainings.MapPost("{training}:cancel", (string training, HttpContext http, IGrainFactory grains) => ChangeAsync(grains.Training(http, training).Cancel())).WithSummary("End for good; checkpoints stay");
        trainings.MapDelete("{training}", DeleteAsync).WithSummary("Delete a training session for good")
            .WithDescription("With its checkpoints and samples; it must have ended or be paused. Models published from it stay.");
        trainings.MapGet("{training}/events", WatchAsync).WithSummary("Follow a training session")
            .WithDescription("Server-sent events with sequence numbers; Last-Event-ID resumes. Ends when the session has ended or is paused.").StreamsForLong();
        trainings.MapGet("{training}/metrics", MetricsAsync).WithSummary("Get the losses of passes and steps")
            .WithDescription("format=json (default) has both, and an n-gram's on the same held-out pieces; format=csv has one: series=epochs (default) or steps.");
        trainings.MapGet("{training}/checkpoints", CheckpointsAsync).WithSummary("List the checkpoints");
        trainings.MapGet("{training}/samples", SamplesAsync).WithSummary("List the tunes composed while it learnt");
        trainings.MapGet("{training}/samples/{sample}/content", SampleAsync).WithSummary("Download such a tune").WithDescription("format=midi (default) or notes.");
        api.MapGet("/queue", QueueAsync).WithTags("Queue").WithSummary("See what runs and what waits in a pool")
            .WithDescription("Your own sessions, with their positions among all and estimated starts. pool: default (default), or the one that the sessions named.");
    }

    private static ITrainingSessionGrain Training(this IGrainFactory grains, HttpContext http, string id) => grains.GetGrain<ITrainingSessionGrain>(http.Own(id).ToString());

    private static async Task<Results<Created<TrainingSummary>, ProblemHttpResult>> CreateAsync(CreateTraining request, HttpContext http, IGrainFactory grains)
    {
        if (Caller.NameProblem(request.Name) is { } name) return name.ToResult();
        var (options, faults) = TrainingRequest.Resolve(request);
        if (options is null) return faults.ToResult();
        if (!ResourceId.IsValid(request.Corpus)) return new Problem(ProblemKind.NotFound, "corpus-not-found", "There is no corpus of that id.", "corpus").ToResult();

        var id = http.NewId("training");
        var training = grains.Training(http, id);
        if ((await training.Get()).Value is { } existing) return TypedResults.Created(LocationOf(existing), existing);
        if (await http.StorageProblemAsync() is { } full) return full.ToResult();
        var recipe = await grains.GetGrain<ICorpusGrain>(http.Own(request.Corpus).ToString()).Freeze((request.Tokenizer ?? new TokenizerSettings()).Resolved());
        if (!recipe.Succeeded) return (recipe.Problem with { Field = "corpus" }).ToResult();
        var created = await http.WithinLimitAsync<TrainingSummary>(
            CountedThing.Training, id, async () => await training.Create(request.Name, request.Corpus, recipe.Value, options, request.Priority, request.Pool));
        return created.ToCreated(LocationOf);
    }

    private static string LocationOf(TrainingSummary training) => $"/v1/trainings/{training.Id}";

    private static Task<Ok<Page<TrainingSummary>>> ListAsync(HttpContext http, IGrainFactory grains, OwnedIds ids, string? cursor, int? limit, CancellationToken cancellationToken) =>
        http.ReadPageAsync(ids.TrainingsAsync(http.Owner(), cursor, Paging.SizeOf(limit), cancellationToken), id => grains.Training(http, id).Get());

    private static async Task<Results<Ok<TrainingSummary>, ProblemHttpResult>> GetAsync(string training, HttpContext http, IGrainFactory grains) =>
        (await grains.Training(http, training).Get()).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string training, HttpContext http, IGrainFactory grains) =>
        (await grains.Training(http, training).Delete()).ToNoContent();

    private static async Task<Results<Ok<TrainingSummary>, ProblemHttpResult>> ChangeAsync(Task<Answer<TrainingSummary>> change) => (await change).ToOk();

    private static async Task<Results<Ok<TrainingSummary>, ProblemHttpResult>> GoOnAsync(
        HttpContext http, IGrainFactory grains, string training, Func<Task<Answer<TrainingSummary>>> goOn)
    {
        // One that goes on already will write no more for being asked again.
        if (await http.StorageProblemAsync() is { } full && (await grains.Training(http, training).Get()).Value is { Phase: var phase } && Rests(phase)) return full.ToResult();
        return (await http.WithinLimitAsync(CountedThing.Training, training, goOn)).ToOk();
    }

    private static bool Rests(TrainingPhase phase) => phase is TrainingPhase.Paused or TrainingPhase.Canceled or TrainingPhase.Succeeded or TrainingPhase.Failed;

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> WatchAsync(string training, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Training(http, training);
        if ((await grain.Get()).Problem is { } missing) return missing.ToResult();
        return http.ToEvents(
            grain.Watch(http.LastEventId(none: 0), http.RequestAborted),
            happened => ContractJson.NameOf(happened.Kind),
            happened => happened.Kind == TrainingEventKind.Progress ? null : $"{happened.Sequence}");
    }

    private static async Task<Results<Ok<TrainingMetrics>, ContentHttpResult, ProblemHttpResult>> MetricsAsync(string training, HttpContext http, IGrainFactory grains, string? format, string? series)
    {
        var answer = await grains.Training(http, training).Metrics();
        if (!answer.Succeeded) return answer.Problem.ToResult();
        return (format, series) switch
        {
            (null or "json", null) => TypedResults.Ok(answer.Value),
            (null or "json", _) => new Problem(ProblemKind.Invalid, "series-not-chosen-in-json", "JSON has both series: leave series out, or ask for format=csv.", "series").ToResult(),
            ("csv", null or "epochs") => TypedResults.Text(MetricsCsv.Of(answer.Value.Epochs), "text/csv", Encoding.UTF8),
            ("csv", "steps") => TypedResults.Text(MetricsCsv.Of(answer.Value.Steps), "text/csv", Encoding.UTF8),
            ("csv", _) => new Problem(ProblemKind.Invalid, "series-unknown", "The series are epochs and steps.", "series").ToResult(),
            _ => new Problem(ProblemKind.Invalid, "format-unknown", "The formats are json and csv.", "format").ToResult(),
        };
    }

    private static async Task<Results<Ok<Page<TrainingSample>>, ProblemHttpResult>> SamplesAsync(string training, HttpContext http, IGrainFactory grains) =>
        (await grains.Training(http, training).Samples()).ToOk();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> SampleAsync(
        string training, string sample, HttpContext http, IGrainFactory grains, IBlobStore blobs, string? format, CancellationToken cancellationToken)
    {
        var answer = await grains.Training(http, training).Samples();
        if (!answer.Succeeded) return answer.Problem.ToResult();
        if (answer.Value.Items.All(known => known.Name != sample)) return new Problem(ProblemKind.NotFound, "sample-not-found", $"The training has no sample '{sample}'.").ToResult();
        var prefix = SampleBlobs.Prefix(http.Own(training));
        return format switch
        {
            null or "midi" => await Download.FileAsync(blobs, SampleFiles.Midi(prefix, sample), "audio/midi", $"{training}-{sample}.mid", cancellationToken),
            "notes" => await Download.FileAsync(blobs, SampleFiles.Notes(prefix, sample), "text/plain; charset=utf-8", $"{training}-{sample}.notes", cancellationToken),
            _ => new Problem(ProblemKind.Invalid, "format-unknown", "The formats are midi and notes.", "format").ToResult(),
        };
    }

    private static async Task<Results<Ok<IReadOnlyList<CheckpointSummary>>, ProblemHttpResult>> CheckpointsAsync(string training, HttpContext http, IGrainFactory grains)
    {
        var answer = await grains.Training(http, training).Get();
        return answer.Succeeded ? TypedResults.Ok(answer.Value.Checkpoints) : answer.Problem.ToResult();
    }

    private static async Task<Results<Ok<QueueSummary>, ProblemHttpResult>> QueueAsync(HttpContext http, IGrainFactory grains, string pool = PoolName.Default)
    {
        if (TrainingRequest.PoolProblem(pool) is { } invalid) return invalid.ToResult();
        // Others' sessions count for the position, but are not named.
        var queue = await grains.GetGrain<ITrainingQueueGrain>(pool).Get(http.Owner());
        return TypedResults.Ok(queue with { Running = Named(queue.Running), Waiting = Named(queue.Waiting) });

        static IReadOnlyList<QueueEntry> Named(IReadOnlyList<QueueEntry> entries) => [.. entries.Select(entry => entry with { Training = OwnedKey.Parse(entry.Training).Id })];
    }
}
