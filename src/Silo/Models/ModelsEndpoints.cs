using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Contracts.Models;
using MusicGen.Grains;
using MusicGen.Grains.Models;
using MusicGen.Inference.Checkpoints;
using MusicGen.Silo.Http;
using MusicGen.Storage;

namespace MusicGen.Silo.Models;

/// <summary>Published checkpoints.</summary>
internal static class ModelsEndpoints
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");
        models.MapPost("", PublishAsync).WithSummary("Publish a checkpoint as a model")
            .WithDescription("The same name again publishes the next version; the same checkpoint again changes nothing.");
        models.MapGet("", ListAsync).WithSummary("List models");
        models.MapGet("{model}", GetAsync).WithSummary("Get a model");
        models.MapDelete("{model}", DeleteAsync).WithSummary("Delete a model and its versions for good")
            .WithDescription("Tunes that it composed stay; sessions that have it begin no more tunes.");
        models.MapGet("{model}/content", ContentAsync).WithSummary("Download the weights").WithDescription("safetensors, with PyTorch's parameter names.");
    }

    private static IModelGrain Model(this IGrainFactory grains, HttpContext http, string id) => grains.GetGrain<IModelGrain>(http.Own(id).ToString());

    private static async Task<Results<Created<ModelSummary>, ProblemHttpResult>> PublishAsync(PublishModel request, HttpContext http, IGrainFactory grains)
    {
        var id = request.Name ?? request.Training;
        if (!ResourceId.IsValid(id))
            return new Problem(ProblemKind.Invalid, "name-invalid", "A model's name has 1 to 64 lower-case letters, digits and hyphens, and does not start with a hyphen.", "name").ToResult();
        if (!ResourceId.IsValid(request.Training))
            return new Problem(ProblemKind.NotFound, "training-not-found", "There is no training of that id.", "training").ToResult();
        return (await grains.Model(http, id).Publish(request.Training, request.Checkpoint)).ToCreated(model => $"/v1/models/{model.Id}");
    }

    private static Task<Ok<Page<ModelSummary>>> ListAsync(HttpContext http, IGrainFactory grains, OwnedIds ids, string? cursor, int? limit, CancellationToken cancellationToken) =>
        http.ReadPageAsync(ids.ModelsAsync(http.Owner(), cursor, Paging.SizeOf(limit), cancellationToken), id => grains.Model(http, id).Get());

    private static async Task<Results<Ok<ModelSummary>, ProblemHttpResult>> GetAsync(string model, HttpContext http, IGrainFactory grains) =>
        (await grains.Model(http, model).Get()).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string model, HttpContext http, IGrainFactory grains) =>
        (await grains.Model(http, model).Delete()).ToNoContent();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ContentAsync(
        string model, HttpContext http, IGrainFactory grains, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var answer = await grains.Model(http, model).Get();
        if (!answer.Succeeded) return answer.Problem.ToResult();
        var weights = $"{ModelBlobs.Folder(http.Own(model), answer.Value.Current.Number)}/{CheckpointFiles.Model}";
        return await Download.FileAsync(blobs, weights, "application/octet-stream", $"{model}.safetensors", cancellationToken);
    }
}
