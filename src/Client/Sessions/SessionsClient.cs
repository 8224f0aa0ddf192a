using System.Text;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Client.Sessions;

/// <summary>Conversations with a model.</summary>
public sealed class SessionsClient
{
    private readonly ApiConnection _api;

    internal SessionsClient(ApiConnection api) => _api = api;

    public Task<SessionSummary> CreateAsync(CreateSession request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<SessionSummary>("v1/sessions", request, idempotencyKey, cancellationToken);

    public Task<SessionSummary> GetAsync(string session, CancellationToken cancellationToken = default) =>
        _api.GetAsync<SessionSummary>($"v1/sessions/{session}", cancellationToken);

    /// <summary>Asks for a tune; it is composed in the background.</summary>
    public Task<TuneSummary> ComposeAsync(string session, CreateTune request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<TuneSummary>($"v1/sessions/{session}/tunes", request, idempotencyKey, cancellationToken);

    public Task<TuneSummary> TuneAsync(string session, int tune, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TuneSummary>($"v1/sessions/{session}/tunes/{tune}", cancellationToken);

    public Task<Page<TuneSummary>> TunesAsync(string session, string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<TuneSummary>($"v1/sessions/{session}/tunes", cursor, limit, cancellationToken);

    public Task<TuneSummary> CancelAsync(string session, int tune, CancellationToken cancellationToken = default) =>
        _api.PostAsync<TuneSummary>($"v1/sessions/{session}/tunes/{tune}:cancel", null, null, cancellationToken);

    /// <summary>A tune's words as they are composed, until it has ended.</summary>
    public IAsyncEnumerable<TuneEvent> WatchAsync(string session, int tune, CancellationToken cancellationToken = default) =>
        _api.WatchAsync<TuneEvent>($"v1/sessions/{session}/tunes/{tune}/events", cancellationToken);

    /// <summary>A finished tune as a MIDI file.</summary>
    public Task<byte[]> MidiAsync(string session, int tune, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync($"v1/sessions/{session}/tunes/{tune}/content?format=midi", cancellationToken);

    /// <summary>A finished tune as a note file.</summary>
    public async Task<string> NoteFileAsync(string session, int tune, CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString(await _api.DownloadAsync($"v1/sessions/{session}/tunes/{tune}/content?format=notes", cancellationToken));
}
