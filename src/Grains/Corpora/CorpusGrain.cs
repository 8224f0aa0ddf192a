using System.Collections.Immutable;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Unfinished;

namespace MusicGen.Grains.Corpora;

[GrainType(TypeName)]
internal sealed class CorpusGrain(
    [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<CorpusState> stored, UnfinishedWork unfinished, TimeProvider clock) : Grain, ICorpusGrain
{
    public const string TypeName = "corpus";

    private readonly DurableState<CorpusState> _state = new(stored);

    private OwnedKey Key => OwnedKey.Parse(this.GetPrimaryKeyString());

    private Problem NotFound => new(ProblemKind.NotFound, "corpus-not-found", $"There is no corpus '{Key.Id}'.");

    public async Task<CorpusSummary> Create(string? name)
    {
        if (!_state.Exists) await _state.UpdateAsync(_ => new CorpusState { Name = name ?? Key.Id, CreatedAt = clock.GetUtcNow() });
        return Summarize();
    }

    public Task<Answer<CorpusSummary>> Get() => Task.FromResult<Answer<CorpusSummary>>(_state.Exists ? Summarize() : NotFound);

    public async Task<Answer<IngestionSummary>> Ingest(IReadOnlyList<UploadedFile> files)
    {
        if (!_state.Exists) return NotFound;
        if (files.Count == 0) return new Problem(ProblemKind.Invalid, "upload-empty", "The upload has no files.");

        var number = _state.Value.Uploads.Count + 1;
        var summary = new IngestionSummary(Key.Id, number, IngestionPhase.Running, files.Count, 0, 0, 0, 0);
        var ingestion = $"{Key}/{number}";
        await unfinished.MarkAsync(IngestionGrain.UnfinishedKind, ingestion);
        await _state.UpdateAsync(state => state with { Uploads = state.Uploads.Add(new(summary, [.. files])) });
        GrainFactory.GetGrain<IIngestionGrain>(ingestion).Wake().Ignore();
        return summary;
    }

    public Task<Answer<IngestionSummary>> GetIngestion(int number)
    {
        if (!_state.Exists) return Task.FromResult<Answer<IngestionSummary>>(NotFound);
        return Task.FromResult<Answer<IngestionSummary>>(number >= 1 && number <= _state.Value.Uploads.Count
            ? _state.Value.Uploads[number - 1].Summary
            : new Problem(ProblemKind.NotFound, "ingestion-not-found", $"Corpus '{Key.Id}' has no upload {number}."));
    }

    public Task<Answer<Page<FileReport>>> GetFiles(int from, int count)
    {
        if (!_state.Exists) return Task.FromResult<Answer<Page<FileReport>>>(NotFound);
        var files = _state.Value.Files.Skip(from).Take(count).ToArray();
        return Task.FromResult<Answer<Page<FileReport>>>(new Page<FileReport>(files, from + files.Length < _state.Value.Files.Count ? $"{from + files.Length}" : null));
    }

    public Task<Answer<DatasetRecipe>> Freeze(TokenizerSettings tokenizer) => Task.FromResult(FreezeNow(tokenizer));

    public Task<PendingFiles> NextFiles(int ingestion, int count)
    {
        var upload = UploadOf(ingestion);
        return Task.FromResult(upload is null ? new PendingFiles(0, []) : new PendingFiles(upload.Summary.Done, [.. upload.Waiting.Take(count)]));
    }

    public async Task<IngestionSummary> AddReports(int ingestion, int from, IReadOnlyList<FileReport> reports)
    {
        var upload = UploadOf(ingestion) ?? throw new ArgumentOutOfRangeException(nameof(ingestion), ingestion, "There is no such upload.");
        var known = upload.Summary.Done - from;
        ArgumentOutOfRangeException.ThrowIfNegative(known, nameof(from));

        var added = MarkDuplicates(reports.Skip(known)).ToImmutableList();
        if (added.IsEmpty) return upload.Summary;
        var waiting = upload.Waiting.RemoveRange(0, added.Count);
        var summary = upload.Summary with
        {
            Phase = waiting.IsEmpty ? IngestionPhase.Succeeded : IngestionPhase.Running,
            Done = upload.Summary.Done + added.Count,
            Accepted = upload.Summary.Accepted + added.Count(report => report.Outcome == FileOutcome.Accepted),
            Duplicates = upload.Summary.Duplicates + added.Count(report => report.Outcome == FileOutcome.Duplicate),
            Rejected = upload.Summary.Rejected + added.Count(report => report.Outcome == FileOutcome.Rejected),
        };
        await _state.UpdateAsync(state => state with
        {
            Files = state.Files.AddRange(added),
            Uploads = state.Uploads.SetItem(ingestion - 1, new(summary, waiting)),
        });
        return summary;
    }

    /// <summary>The same bytes count once: a later file with the hash of an accepted one is a duplicate of it.</summary>
    private IEnumerable<FileReport> MarkDuplicates(IEnumerable<FileReport> reports)
    {
        var firstNames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in _state.Value.Files.Where(file => file.Outcome == FileOutcome.Accepted)) firstNames[file.Sha256] = file.Name;
        foreach (var report in reports)
        {
            if (report.Outcome == FileOutcome.Accepted && !firstNames.TryAdd(report.Sha256, report.Name))
                yield return report with { Outcome = FileOutcome.Duplicate, Reason = $"The same bytes as {firstNames[report.Sha256]}." };
            else
                yield return report;
        }
    }

    private Answer<DatasetRecipe> FreezeNow(TokenizerSettings tokenizer)
    {
        if (!_state.Exists) return NotFound;
        if (_state.Value.Uploads.Any(upload => upload.Summary.Phase == IngestionPhase.Running))
            return new Problem(ProblemKind.Conflict, "corpus-still-ingesting", $"Corpus '{Key.Id}' is still being read: wait until its uploads have ended.");
        var accepted = _state.Value.Files.Where(file => file.Outcome == FileOutcome.Accepted)
            .OrderBy(file => file.Sha256, StringComparer.Ordinal)
            .Select(file => new UploadedFile(file.Name, file.Sha256, file.SizeBytes)).ToArray();
        return accepted.Length == 0
            ? new Problem(ProblemKind.Conflict, "corpus-without-music", $"Corpus '{Key.Id}' has no accepted file: upload MIDI files that have notes.")
            : new DatasetRecipe(accepted, CorpusBlobs.Prefix(Key), tokenizer);
    }

    private CorpusState.Upload? UploadOf(int ingestion) => ingestion >= 1 && ingestion <= _state.Value.Uploads.Count ? _state.Value.Uploads[ingestion - 1] : null;

    private CorpusSummary Summarize() => new(
        Key.Id, _state.Value.Name, _state.Value.CreatedAt, _state.Value.Files.Count,
        _state.Value.Files.Count(file => file.Outcome == FileOutcome.Accepted),
        _state.Value.Files.Count(file => file.Outcome == FileOutcome.Duplicate),
        _state.Value.Files.Count(file => file.Outcome == FileOutcome.Rejected),
        _state.Value.Files.Where(file => file.Outcome == FileOutcome.Accepted).Sum(file => (long)file.Notes),
        _state.Value.Uploads.Count,
        _state.Value.Uploads.Count(upload => upload.Summary.Phase == IngestionPhase.Running));
}
