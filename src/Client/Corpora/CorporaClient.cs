using System.Net.Http.Headers;
using System.Text;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Client.Corpora;

/// <summary>Collections of MIDI files.</summary>
public sealed class CorporaClient
{
    private readonly ApiConnection _api;

    internal CorporaClient(ApiConnection api) => _api = api;

    public Task<CorpusSummary> CreateAsync(CreateCorpus request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _api.CreateAsync<CorpusSummary>("v1/corpora", request, idempotencyKey, cancellationToken);

    public Task<CorpusSummary> GetAsync(string corpus, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CorpusSummary>($"v1/corpora/{corpus}", cancellationToken);

    /// <summary>A page of the caller's corpora, by id.</summary>
    public Task<Page<CorpusSummary>> ListAsync(string? cursor = null, int limit = 200, CancellationToken cancellationToken = default) =>
        _api.PageAsync<CorpusSummary>("v1/corpora", cursor, limit, cancellationToken);

    /// <summary>Uploads files; they are read in the background. Where too many uploads are on their way, it is sent again for half a minute.</summary>
    public Task<IngestionSummary> UploadAsync(string corpus, IEnumerable<MidiFile> files, CancellationToken cancellationToken = default)
    {
        MidiFile[] all = [.. files];
        return _api.UploadAsync<IngestionSummary>(
            $"v1/corpora/{corpus}/files",
            () =>
            {
                var body = new MultipartFormDataContent();
                foreach (var file in all) body.Add(new ReadOnlyMemoryContent(file.Content), "files", file.Name);
                return body;
            },
            cancellationToken);
    }

    /// <summary>Uploads a zip archive of MIDI files; they are read in the background. Where too many uploads are on their way (<c>uploads-busy</c>, <c>too-many-uploads</c>), it is sent again for half a minute, if it can seek.</summary>
    /// <param name="corpus">The corpus's id.</param>
    /// <param name="archive">Read from its position to its end, and disposed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IngestionSummary> UploadZipAsync(string corpus, Stream archive, CancellationToken cancellationToken = default)
    {
        await using var _ = archive;
        var path = $"v1/corpora/{corpus}/files";
        if (!archive.CanSeek) return await _api.UploadOnceAsync<IngestionSummary>(path, Zip(new StreamContent(archive)), cancellationToken);
        var start = archive.Position;
        return await _api.UploadAsync<IngestionSummary>(path, () => Zip(new RepeatedContent(archive, start)), cancellationToken);

        static HttpContent Zip(HttpContent content)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
            return content;
        }
    }

    /// <summary>Ends an upload; reports so far stay. An upload that has ended is left as it is.</summary>
    public Task<IngestionSummary> CancelUploadAsync(string corpus, int ingestion, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<IngestionSummary>($"v1/corpora/{corpus}/ingestions/{ingestion}:cancel", cancellationToken);

    /// <summary>Deletes a corpus for good, with its files and their reports; what was trained on it stays.</summary>
    public Task DeleteAsync(string corpus, CancellationToken cancellationToken = default) => _api.DeleteAsync($"v1/corpora/{corpus}", cancellationToken);

    /// <summary>A corpus's files counted by outcome, key, meter, tempo and instrument.</summary>
    public Task<CorpusStats> StatsAsync(string corpus, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CorpusStats>($"v1/corpora/{corpus}/stats", cancellationToken);

    /// <summary>An upload's progress, until it has ended.</summary>
    public IAsyncEnumerable<IngestionSummary> WatchAsync(string corpus, int ingestion, CancellationToken cancellationToken = default) =>
        _api.WatchAsync<IngestionSummary>($"v1/corpora/{corpus}/ingestions/{ingestion}/events", cancellationToken);

    /// <summary>A page of the files' reports, in the order of reading; it may be short of its limit, even empty, and name a next one all the same.</summary>
    /// <param name="corpus">The corpus's id.</param>
    /// <param name="cursor">Of the page, as the page before it named it; null: the first one.</param>
    /// <param name="limit">Reports in the page, 200 at most.</param>
    /// <param name="outcome">Only files of this outcome.</param>
    /// <param name="repaired">Only files that were read with repairs, or without.</param>
    /// <param name="ingestion">Only files of this upload.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<FileReport>> FilesAsync(
        string corpus, string? cursor = null, int limit = 200, FileOutcome? outcome = null, bool? repaired = null, int? ingestion = null,
        CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder();
        if (outcome is { } wanted) query.Append($"&outcome={ContractJson.NameOf(wanted)}");
        if (repaired is { } isRepaired) query.Append(isRepaired ? "&repaired=true" : "&repaired=false");
        if (ingestion is { } number) query.Append($"&ingestion={number}");
        return _api.PageAsync<FileReport>($"v1/corpora/{corpus}/files", cursor, limit, cancellationToken, query.ToString());
    }
}
