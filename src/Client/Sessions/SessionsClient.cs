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
        _api.CreateAsync<SessionSummary>("v1/sessions", request, idempotencyKey, cancellationToken);

    public Task<SessionSummary> GetAsync(string session, CancellationToken cancellationToken = default) =>
        _api.GetAsync<SessionSummary>($"v1/sessions/{session}", cancellationToken);

    /// <summary>A page of the caller's sessions, by id.</summary>
    public Task<Page<SessionSummary>> ListAsync(string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<SessionSummary>("v1/sessions", cursor, limit, cancellationToken);

    /// <summary>Asks for a tune; it is composed in the background.</summary>
    public Task<TuneSummary> ComposeAsync(string session, CreateTune request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.CreateAsync<TuneSummary>($"v1/sessions/{session}/tunes", request, idempotencyKey, cancellationToken);

    public Task<TuneSummary> TuneAsync(string session, int tune, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TuneSummary>($"v1/sessions/{session}/tunes/{tune}", cancellationToken);

    public Task<Page<TuneSummary>> TunesAsync(string session, string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<TuneSummary>($"v1/sessions/{session}/tunes", cursor, limit, cancellationToken);

    public Task<TuneSummary> CancelAsync(string session, int tune, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<TuneSummary>($"v1/sessions/{session}/tunes/{tune}:cancel", cancellationToken);

    /// <summary>Deletes a session and its tunes for good; what is being composed is canceled.</summary>
    public Task DeleteAsync(string session, CancellationToken cancellationToken = default) => _api.DeleteAsync($"v1/sessions/{session}", cancellationToken);

    /// <summary>Deletes the files of a tune that has ended; its number stays taken.</summary>
    public Task DeleteTuneAsync(string session, int tune, CancellationToken cancellationToken = default) => _api.DeleteAsync($"v1/sessions/{session}/tunes/{tune}", cancellationToken);

    /// <summary>A tune's bars as they are composed, with note names 16 words at a time, until it has ended; each once, also when the connection breaks on the way.</summary>
    public IAsyncEnumerable<TuneEvent> WatchAsync(string session, int tune, CancellationToken cancellationToken = default) => WatchAsync(session, tune, 0, cancellationToken);

    /// <summary>The same behind an event that was seen before.</summary>
    /// <param name="session">The session's id.</param>
    /// <param name="tune">The tune's number.</param>
    /// <param name="after">The event's sequence number; 0: from the beginning.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public IAsyncEnumerable<TuneEvent> WatchAsync(string session, int tune, long after, CancellationToken cancellationToken = default) =>
        _api.WatchAsync<TuneEvent>($"v1/sessions/{session}/tunes/{tune}/events", $"{after}", cancellationToken);

    /// <summary>A finished tune's first variation as a MIDI file.</summary>
    public Task<byte[]> MidiAsync(string session, int tune, CancellationToken cancellationToken = default) => MidiAsync(session, tune, 1, cancellationToken);

    /// <summary>A variation of a finished tune as a MIDI file.</summary>
    public Task<byte[]> MidiAsync(string session, int tune, int variation, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(ContentOf(session, tune, variation, "midi"), cancellationToken);

    /// <summary>A finished tune's first variation as a note file.</summary>
    public Task<string> NoteFileAsync(string session, int tune, CancellationToken cancellationToken = default) => NoteFileAsync(session, tune, 1, cancellationToken);

    /// <summary>A variation of a finished tune as a note file.</summary>
    public async Task<string> NoteFileAsync(string session, int tune, int variation, CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString(await _api.DownloadAsync(ContentOf(session, tune, variation, "notes"), cancellationToken));

    /// <summary>A variation of a finished tune as audio. The service renders it when it is first asked for, which takes seconds; where many wait, minutes.</summary>
    /// <param name="session">The session's id.</param>
    /// <param name="tune">The tune's number.</param>
    /// <param name="variation">The variation's number.</param>
    /// <param name="format">Wav has 10 MB a minute, Ogg half of one.</param>
    /// <param name="target">Gets the file, streamed; has a part of it when this throws on the way.</param>
    /// <param name="cancellationToken">Gives up waiting; the service then ends the rendering unless others wait for it.</param>
    /// <exception cref="MusicGenException">501: the service renders no audio. 503: too many tunes wait to be rendered. 422: the tune is too long.</exception>
    public Task AudioAsync(string session, int tune, int variation, AudioFormat format, Stream target, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(ContentOf(session, tune, variation, ContractJson.NameOf(format)), target, cancellationToken);

    private static string ContentOf(string session, int tune, int variation, string format) => $"v1/sessions/{session}/tunes/{tune}/content?format={format}&variation={variation}";
}
