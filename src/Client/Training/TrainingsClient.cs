using System.Text;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Client.Training;

/// <summary>Training sessions.</summary>
public sealed class TrainingsClient
{
    private readonly ApiConnection _api;

    internal TrainingsClient(ApiConnection api) => _api = api;

    public Task<TrainingSummary> CreateAsync(CreateTraining request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.CreateAsync<TrainingSummary>("v1/trainings", request, idempotencyKey, cancellationToken);

    public Task<TrainingSummary> GetAsync(string training, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TrainingSummary>($"v1/trainings/{training}", cancellationToken);

    /// <summary>A page of the caller's training sessions, by id.</summary>
    public Task<Page<TrainingSummary>> ListAsync(string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<TrainingSummary>("v1/trainings", cursor, limit, cancellationToken);

    /// <summary>The caller's sessions that run or wait for a device of a pool.</summary>
    public Task<QueueSummary> QueueAsync(string pool = PoolName.Default, CancellationToken cancellationToken = default) =>
        _api.GetAsync<QueueSummary>($"v1/queue?pool={Uri.EscapeDataString(pool)}", cancellationToken);

    public Task<TrainingSummary> PauseAsync(string training, CancellationToken cancellationToken = default) => ChangeAsync(training, "pause", cancellationToken);

    public Task<TrainingSummary> ResumeAsync(string training, CancellationToken cancellationToken = default) => ChangeAsync(training, "resume", cancellationToken);

    /// <summary>Lets a session that rests go on until so many passes are done in all.</summary>
    public Task<TrainingSummary> ExtendAsync(string training, int epochs, CancellationToken cancellationToken = default) =>
        _api.PostAsync<TrainingSummary>($"v1/trainings/{training}:extend", new ExtendTraining(epochs), cancellationToken);

    /// <summary>The losses of passes and steps.</summary>
    public Task<TrainingMetrics> MetricsAsync(string training, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TrainingMetrics>($"v1/trainings/{training}/metrics", cancellationToken);

    /// <summary>The same as comma-separated values.</summary>
    /// <param name="training">The session's id.</param>
    /// <param name="series"><c>epochs</c> or <c>steps</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> MetricsCsvAsync(string training, string series, CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString(await _api.DownloadAsync($"v1/trainings/{training}/metrics?format=csv&series={Uri.EscapeDataString(series)}", cancellationToken));

    /// <summary>The tunes that were composed while it learnt, in their order.</summary>
    public Task<Page<TrainingSample>> SamplesAsync(string training, CancellationToken cancellationToken = default) =>
        _api.GetAsync<Page<TrainingSample>>($"v1/trainings/{training}/samples", cancellationToken);

    /// <summary>One of them as a MIDI file.</summary>
    public Task<byte[]> SampleMidiAsync(string training, string sample, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync($"v1/trainings/{training}/samples/{Uri.EscapeDataString(sample)}/content?format=midi", cancellationToken);

    public Task<TrainingSummary> CancelAsync(string training, CancellationToken cancellationToken = default) => ChangeAsync(training, "cancel", cancellationToken);

    /// <summary>Deletes a session that has ended or is paused for good, with its checkpoints and samples; models published from it stay.</summary>
    public Task DeleteAsync(string training, CancellationToken cancellationToken = default) => _api.DeleteAsync($"v1/trainings/{training}", cancellationToken);

    /// <summary>What happened so far and what happens, until the session has ended or is paused.</summary>
    public IAsyncEnumerable<TrainingEvent> WatchAsync(string training, CancellationToken cancellationToken = default) =>
        _api.WatchAsync<TrainingEvent>($"v1/trainings/{training}/events", cancellationToken);

    private Task<TrainingSummary> ChangeAsync(string training, string verb, CancellationToken cancellationToken) =>
        _api.ChangeAsync<TrainingSummary>($"v1/trainings/{training}:{verb}", cancellationToken);
}
