using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Training;
using MusicGen.Silo.Http;

namespace MusicGen.Silo.Training;

/// <summary>Training sessions, and the queue in which they wait for a device.</summary>
internal static class TrainingsEndpoints
{
    public static void MapTrainings(this RouteGroupBuilder api)
    {
        var trainings = api.MapGroup("/trainings").WithTags("Trainings");
        trainings.MapPost("", CreateAsync).WithSummary("Train a model on a corpus")
            .WithDescription($"Presets: {Presets.Names}. The tokenizer's kind is score24 (default: bars, rhythm, instruments, drums) or notenames (a word a note or chord, as in the origin report).");
        trainings.MapGet("", ListAsync).WithSummary("List training sessions");
        trainings.MapGet("{training}", GetAsync).WithSummary("Get a training session");
        trainings.MapPost("{training}:pause", (string training, HttpContext http, IGrainFactory grains) => ChangeAsync(grains.Training(http, training).Pause())).WithSummary("Stop at a checkpoint");
        trainings.MapPost("{training}:resume", (string training, HttpContext http, IGrainFactory grains) => ChangeAsync(grains.Training(http, training).Resume())).WithSummary("Go on from the last checkpoint");
        trainings.MapPost("{training}:cancel", (string training, HttpContext http, IGrainFactory grains) => ChangeAsync(grains.Training(http, training).Cancel())).WithSummary("End for good; checkpoints stay");
        trainings.MapGet("{training}/events", WatchAsync).WithSummary("Follow a training session")
            .WithDescription("Server-sent events with sequence numbers; Last-Event-ID resumes. Ends when the session has ended or is paused.").StreamsForLong();
        trainings.MapGet("{training}/metrics", MetricsAsync).WithSummary("Get the losses of every epoch").WithDescription("format=json (default) or csv.");
        trainings.MapGet("{training}/checkpoints", CheckpointsAsync).WithSummary("List the checkpoints");
        api.MapGet("/queue", QueueAsync).WithTags("Queue").WithSummary("See what runs and what waits");
    }

    private static ITrainingSessionGrain Training(this IGrainFactory grains, HttpContext http, string id) => grains.GetGrain<ITrainingSessionGrain>(http.Own(id).ToString());

    private static async Task<Results<Created<TrainingSummary>, ProblemHttpResult>> CreateAsync(CreateTraining request, HttpContext http, IGrainFactory grains)
    {
        if (Caller.NameProblem(request.Name) is { } name) return name.ToResult();
        var (options, faults) = TrainingRequest.Resolve(request);
        if (options is null) return faults.ToResult();
        if (!ResourceId.IsValid(request.Corpus)) return new Problem(ProblemKind.NotFound, "corpus-not-found", "There is no corpus of that id.", "corpus").ToResult();

        var training = grains.Training(http, http.NewId("training"));
        if ((await training.Get()).Value is { } existing) return TypedResults.Created(LocationOf(existing), existing);
        var recipe = await grains.GetGrain<ICorpusGrain>(http.Own(request.Corpus).ToString()).Freeze((request.Tokenizer ?? new TokenizerSettings()).Resolved());
        if (!recipe.Succeeded) return (recipe.Problem with { Field = "corpus" }).ToResult();
        var created = await training.Create(request.Name, request.Corpus, recipe.Value, options);
        return TypedResults.Created(LocationOf(created), created);
    }

    private static string LocationOf(TrainingSummary training) => $"/v1/trainings/{training.Id}";

    private static Task<Ok<Page<TrainingSummary>>> ListAsync(HttpContext http, IGrainFactory grains, OwnedIds ids, string? cursor, int? limit, CancellationToken cancellationToken) =>
        Paging.ReadAsync(ids.TrainingsAsync(http.Owner(), cursor, Paging.SizeOf(limit), cancellationToken), id => grains.Training(http, id).Get());

    private static async Task<Results<Ok<TrainingSummary>, ProblemHttpResult>> GetAsync(string training, HttpContext http, IGrainFactory grains) =>
        (await grains.Training(http, training).Get()).ToOk();

    private static async Task<Results<Ok<TrainingSummary>, ProblemHttpResult>> ChangeAsync(Task<Answer<TrainingSummary>> change) => (await change).ToOk();

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> WatchAsync(string training, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Training(http, training);
        if ((await grain.Get()).Problem is { } missing) return missing.ToResult();
        return http.ToEvents(
            grain.Watch(http.LastEventId(none: 0), http.RequestAborted),
            happened => ContractJson.NameOf(happened.Kind),
            happened => happened.Kind == TrainingEventKind.Progress ? null : $"{happened.Sequence}");
    }

    private static async Task<Results<Ok<IReadOnlyList<EpochLosses>>, ContentHttpResult, ProblemHttpResult>> MetricsAsync(string training, HttpContext http, IGrainFactory grains, string? format)
    {
        var answer = await grains.Training(http, training).Get();
        if (!answer.Succeeded) return answer.Problem.ToResult();
        return format switch
        {
            null or "json" => TypedResults.Ok(answer.Value.Losses),
            "csv" => TypedResults.Text(Csv(answer.Value.Losses), "text/csv", Encoding.UTF8),
            _ => new Problem(ProblemKind.Invalid, "format-unknown", "The formats are json and csv.", "format").ToResult(),
        };
    }

    private static async Task<Results<Ok<IReadOnlyList<CheckpointSummary>>, ProblemHttpResult>> CheckpointsAsync(string training, HttpContext http, IGrainFactory grains)
    {
        var answer = await grains.Training(http, training).Get();
        return answer.Succeeded ? TypedResults.Ok(answer.Value.Checkpoints) : answer.Problem.ToResult();
    }

    private static async Task<Ok<QueueSummary>> QueueAsync(HttpContext http, IGrainFactory grains)
    {
        var queue = await grains.GetGrain<ITrainingQueueGrain>(ITrainingQueueGrain.DefaultPool).Get();
        return TypedResults.Ok(queue with { Running = Own(queue.Running), Waiting = Own(queue.Waiting) });

        // Others' sessions count for the position, but are not named.
        IReadOnlyList<QueueEntry> Own(IReadOnlyList<QueueEntry> entries) =>
            [.. entries.Select(entry => (Entry: entry, Key: OwnedKey.Parse(entry.Training))).Where(pair => pair.Key.Owner == http.Owner()).Select(pair => pair.Entry with { Training = pair.Key.Id })];
    }

    private static string Csv(IReadOnlyList<EpochLosses> losses) => string.Concat(losses
        .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Epoch},{row.Step},{row.Train:R},{row.HeldOut:R},{row.Seconds:F3}\n"))
        .Prepend("epoch,step,train_nats,held_out_nats,seconds\n"));
}
