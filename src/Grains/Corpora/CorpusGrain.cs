using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Telemetry;
using MusicGen.Grains.Unfinished;
using MusicGen.Storage;

namespace MusicGen.Grains.Corpora;

[GrainType(TypeName)]
internal sealed partial class CorpusGrain : Grain, ICorpusGrain, IAsyncDisposable
{
    public const string TypeName = "corpus";
    public const string UnfinishedKind = "ingestion";

    private readonly DurableState<CorpusState> _state;
    private readonly IBlobStore _blobs;
    private readonly CorpusPages _pages;
    private readonly PageWriter _writer;
    private readonly UnfinishedWork _unfinished;
    private readonly UploadOptions _uploads;
    private readonly TimeProvider _clock;
    private readonly GrainLoop _loop;
    private readonly Signal _changed = new();
    private readonly AskedSpans _asking = new();
    private readonly ReadingPace _pace;
    private TimeSpan _held; // by the loop

    public CorpusGrain(
        [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<CorpusState> stored,
        IBlobStore blobs, CorpusPages pages, PageWriter writer, UnfinishedWork unfinished, IOptions<UploadOptions> uploads, TimeProvider clock,
        ILogger<CorpusGrain> log)
    {
        (_state, _blobs, _pages, _writer, _unfinished, _uploads, _clock) = (new(stored), blobs, pages, writer, unfinished, uploads.Value, clock);
        _pace = new ReadingPace(clock);
        _loop = new GrainLoop(this, Hold, () => _state.IsStale, clock, log);
    }

    private bool Exists => _state.Exists && !State.Deleted;

    private OwnedKey Key => OwnedKey.Parse(this.GetPrimaryKeyString());

    private string Prefix => CorpusBlobs.Prefix(Key);

    private CorpusState State => _state.Value;

    private Problem NotFound => new(ProblemKind.NotFound, "corpus-not-found", $"There is no corpus '{Key.Id}'.");

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Deleted || !State.Open.IsEmpty) _loop.Start(ReadAsync);
        return Task.CompletedTask;
    }

    public async Task<CorpusSummary> Create(string? name, IntakeSettings? intake)
    {
        // One that had this id and is being removed must not take the new one along.
        while (State.Deleted) await _loop.AwaitAsync(_changed.Next);
        if (!Exists)
            await _state.UpdateAsync(_ => new CorpusState { Name = name ?? Key.Id, CreatedAt = _clock.GetUtcNow(), Intake = intake ?? new IntakeSettings() });
        return Summarize();
    }

    public Task<Answer<CorpusSummary>> Get() => Task.FromResult<Answer<CorpusSummary>>(Exists ? Summarize() : NotFound);

    public Task<Answer<CorpusStats>> GetStats() => Task.FromResult<Answer<CorpusStats>>(Exists ? State.Tally.List(Summarize()) : NotFound);

    public async Task<Answer<IngestionSummary>> Ingest(string upload, int files)
    {
        if (!Exists) return NotFound;
        if (files == 0) return new Problem(ProblemKind.Invalid, "upload-empty", "The upload has no files.");
        if (State.Open.Count >= _uploads.Open)
            return new Problem(ProblemKind.Busy, "corpus-busy", $"{_uploads.Open} uploads of corpus '{Key.Id}' wait to be read: wait until one has ended.");
        if (State.Files.Files + State.Open.Sum(open => open.Size - open.Files.Files) + files > _uploads.CorpusFiles)
            return new Problem(ProblemKind.Conflict, "corpus-full", $"A corpus has at most {_uploads.CorpusFiles:N0} files: create another one.");

        var added = new OpenUpload(upload, State.Uploads + 1, files, new OutcomeCounts());
        await _unfinished.MarkAsync(UnfinishedKind, MarkOf(added.Number));
        await _state.UpdateAsync(state => state with { Uploads = added.Number, Open = state.Open.Add(added) });
        _asking.Remember(added.Number);
        _loop.Start(ReadAsync);
        return added.Summarize(Key.Id);
    }

    public async Task<Answer<IngestionSummary>> GetIngestion(int number)
    {
        if (!Exists) return NotFound;
        if (State.Open.Find(open => open.Number == number) is { } open) return _pace.Complete(open.Summarize(Key.Id, reason: _heldUp));
        return await FindClosedAsync(number) is { } closed
            ? closed.Summary
            : new Problem(ProblemKind.NotFound, "ingestion-not-found", $"Corpus '{Key.Id}' has no upload {number}.");
    }

    public async IAsyncEnumerable<IngestionSummary> WatchIngestion(int number, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var change = _changed.Next;
            if ((await GetIngestion(number)).Value is not { } summary) yield break;
            yield return summary;
            if (summary.Phase != IngestionPhase.Running) yield break;
            await change.WaitAsync(cancellationToken);
        }
    }

    public async Task<Answer<IngestionSummary>> CancelIngestion(int number)
    {
        if (!Exists) return NotFound;
        await _state.UpdateAsync(state => state.Open.Find(open => open.Number == number) is { Canceled: false } open
            ? state with { Open = state.Open.Replace(open, open with { Canceled = true }) }
            : state);
        return await GetIngestion(number);
    }

    public async Task WakeIngestion(int number)
    {
        if (State.Deleted || State.Open.Exists(open => open.Number == number)) _loop.Start(ReadAsync);
        else await _unfinished.ClearAsync(UnfinishedKind, MarkOf(number));
    }

    private string MarkOf(int number) => $"{Key}/{number}";

    private async Task<ClosedUpload?> FindClosedAsync(int number)
    {
        if (number < 1 || number > State.Uploads) return null;
        return await _blobs.GetAsync(CorpusBlobs.Ingestion(Prefix, number)) is { } blob
            ? JsonSerializer.Deserialize<ClosedUpload>(blob.Content.Span, ContractJson.Options)
            : null;
    }

    private CorpusSummary Summarize()
    {
        var files = State.Files;
        return new CorpusSummary(
            Key.Id, State.Name, State.CreatedAt, files.Files, files.Accepted, files.Duplicates, files.Rejected, State.Tally.Notes, State.Uploads, State.Open.Count,
            files.NearDuplicates, files.Filtered, files.Repaired, files.Similar, Math.Round(State.Tally.Seconds, 3), State.Intake);
    }
}
