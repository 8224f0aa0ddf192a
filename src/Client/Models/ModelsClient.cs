using MusicGen.Contracts;
using MusicGen.Contracts.Models;

namespace MusicGen.Client.Models;

/// <summary>Published checkpoints.</summary>
public sealed class ModelsClient
{
    private readonly ApiConnection _api;

    internal ModelsClient(ApiConnection api) => _api = api;

    /// <summary>Publishes a checkpoint as a model, or as the next version of one.</summary>
    public Task<ModelSummary> PublishAsync(PublishModel request, CancellationToken cancellationToken = default) =>
        _api.PostAsync<ModelSummary>("v1/models", request, cancellationToken);

    public Task<ModelSummary> GetAsync(string model, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ModelSummary>($"v1/models/{model}", cancellationToken);

    /// <summary>Deletes a model with its versions for good; tunes that it composed stay, sessions that have it begin no more tunes.</summary>
    public Task DeleteAsync(string model, CancellationToken cancellationToken = default) => _api.DeleteAsync($"v1/models/{model}", cancellationToken);

    /// <summary>A page of the caller's models, by id.</summary>
    public Task<Page<ModelSummary>> ListAsync(string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<ModelSummary>("v1/models", cursor, limit, cancellationToken);
}
