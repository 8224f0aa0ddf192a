using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Client.Corpora;

/// <summary>Collections of MIDI files.</summary>
public sealed class CorporaClient
{
    private readonly ApiConnection _api;

    internal CorporaClient(ApiConnection api) => _api = api;

    public Task<CorpusSummary> CreateAsync(CreateCorpus request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync<CorpusSummary>("v1/corpora", request, idempotencyKey, cancellationToken);

    public Task<CorpusSummary> GetAsync(string corpus, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CorpusSummary>($"v1/corpora/{corpus}", cancellationToken);

    /// <summary>A page of the caller's corpora, by id.</summary>
    public Task<Page<CorpusSummary>> ListAsync(string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<CorpusSummary>("v1/corpora", cursor, limit, cancellationToken);

    /// <summary>Uploads files; they are read in the background.</summary>
    public Task<IngestionSummary> UploadAsync(string corpus, IEnumerable<MidiFile> files, CancellationToken cancellationToken = default)
    {
        var body = new MultipartFormDataContent();
        foreach (var file in files) body.Add(new ReadOnlyMemoryContent(file.Content), "files", file.Name);
        return _api.PostAsync<IngestionSummary>($"v1/corpora/{corpus}/files", body, null, cancellationToken);
    }

    /// <summary>An upload's progress, until every file has its report.</summary>
    public IAsyncEnumerable<IngestionSummary> WatchAsync(string corpus, int ingestion, CancellationToken cancellationToken = default) =>
        _api.WatchAsync<IngestionSummary>($"v1/corpora/{corpus}/ingestions/{ingestion}/events", cancellationToken);

    /// <summary>A page of the files' reports.</summary>
    public Task<Page<FileReport>> FilesAsync(string corpus, string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<FileReport>($"v1/corpora/{corpus}/files", cursor, limit, cancellationToken);
}
