using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Client.Training;

/// <summary>Training sessions.</summary>
public sealed class TrainingsClient
{
    private readonly ApiConnection _api;

    internal TrainingsClient(ApiConnection api) => _api = api;

    public Task<TrainingSummary> CreateAsync(CreateTraining request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<TrainingSummary>("v1/trainings", request, idempotencyKey, cancellationToken);

    public Task<TrainingSummary> GetAsync(string training, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TrainingSummary>($"v1/trainings/{training}", cancellationToken);

    /// <summary>A page of the caller's training sessions, by id.</summary>
    public Task<Page<TrainingSummary>> ListAsync(string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<TrainingSummary>("v1/trainings", cursor, limit, cancellationToken);

    /// <summary>The caller's sessions that run or wait for a device.</summary>
    public Task<QueueSummary> QueueAsync(CancellationToken cancellationToken = default) => _api.GetAsync<QueueSummary>("v1/queue", cancellationToken);

    public Task<TrainingSummary> PauseAsync(string training, CancellationToken cancellationToken = default) => ChangeAsync(training, "pause", cancellationToken);

    public Task<TrainingSummary> ResumeAsync(string training, CancellationToken cancellationToken = default) => ChangeAsync(training, "resume", cancellationToken);

    public Task<TrainingSummary> CancelAsync(string training, CancellationToken cancellationToken = default) => ChangeAsync(training, "cancel", cancellationToken);

    /// <summary>What happened so far and what happens, until the session has ended or is paused.</summary>
    public IAsyncEnumerable<TrainingEvent> WatchAsync(string training, CancellationToken cancellationToken = default) =>
        _api.WatchAsync<TrainingEvent>($"v1/trainings/{training}/events", cancellationToken);

    private Task<TrainingSummary> ChangeAsync(string training, string verb, CancellationToken cancellationToken) =>
        _api.PostAsync<TrainingSummary>($"v1/trainings/{training}:{verb}", null, null, cancellationToken);
}
