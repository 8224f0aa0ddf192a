using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Training;
using MusicGen.Grains.Unfinished;
using MusicGen.Inference.Checkpoints;
using MusicGen.Storage;

namespace MusicGen.Grains.Models;

[GrainType(TypeName)]
internal sealed class ModelGrain : Grain, IModelGrain, IAsyncDisposable
{
    public const string TypeName = "model";
    public const string UnfinishedKind = TypeName;

    private const string CheckpointGone = "checkpoint-not-found";
    private const int Attempts = 3;

    private readonly DurableState<ModelState> _state;
    private readonly IBlobStore _blobs;
    private readonly CheckpointFolders _checkpoints;
    private readonly UnfinishedWork _unfinished;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _clock;
    private readonly GrainLoop _removing;
    private readonly Signal _removed = new();

    public ModelGrain(
        [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<ModelState> stored,
        IBlobStore blobs, CheckpointFolders checkpoints, UnfinishedWork unfinished, IOptions<LimitsOptions> limits, TimeProvider clock, ILogger<ModelGrain> log)
    {
        (_state, _blobs, _checkpoints, _unfinished, _limits, _clock) = (new(stored), blobs, checkpoints, unfinished, limits.Value, clock);
        _removing = new GrainLoop(this, DelayDeactivation, () => _state.IsStale, clock, log);
    }

    private bool Exists => _state.Exists && !_state.Value.Deleted;

    private Problem NotFound => new(ProblemKind.NotFound, "model-not-found", $"There is no model '{Key.Id}'.");

    private OwnedKey Key => OwnedKey.Parse(this.GetPrimaryKeyString());

    public ValueTask DisposeAsync() => _removing.DisposeAsync();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_state.Value.Deleted) _removing.Start(RemoveAsync);
        return Task.CompletedTask;
    }

    public async Task<Answer<ModelSummary>> Publish(string training, string? checkpoint)
    {
        // One that had this id and is being removed must not take the new one along.
        while (_state.Value.Deleted) await _removing.AwaitAsync(_removed.Next);
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryPublishAsync(new OwnedKey(Key.Owner, training), checkpoint);
            // A session that trains may have dropped the best one for a better one meanwhile.
            if (answer.Problem?.Code != CheckpointGone || checkpoint is not null || attempt == Attempts) return answer;
        }
    }

    private async Task<Answer<ModelSummary>> TryPublishAsync(OwnedKey source, string? checkpoint)
    {
        var training = source.Id;
        var answer = await GrainFactory.GetGrain<ITrainingSessionGrain>(source.ToString()).Get();
        if (!answer.Succeeded) return answer.Problem with { Field = "training" };
        var chosen = checkpoint is null ? CheckpointRetention.Best(answer.Value.Checkpoints) : answer.Value.Checkpoints.FirstOrDefault(known => known.Name == checkpoint);
        if (chosen is null) return NoSuchCheckpoint(training, checkpoint);
        // A training may have been deleted, and another one have its id.
        if (_state.Value.Versions.Any(version => version.Training == training && version.Checkpoint == chosen.Name && version.PublishedAt >= answer.Value.CreatedAt)) return Summarize();
        if (_limits.CountsBytes && await GrainFactory.GetGrain<IAccountGrain>(Key.Owner).TakeBytes(0) is { } full) return full;

        var number = _state.Value.Versions.Count + 1;
        var folder = ModelBlobs.Folder(Key, number);
        var copied = await _checkpoints.CopyAsync(
            CheckpointBlobs.Folder(source, chosen.Name), folder, CheckpointFiles.Model, CheckpointFiles.Vocabulary, CheckpointFiles.Card);
        if (!copied)
        {
            await _checkpoints.DeleteAsync(folder);
            return NoSuchCheckpoint(training, chosen.Name);
        }

        var weights = $"{folder}/{CheckpointFiles.Model}";
        await using var content = (await _blobs.OpenAsync(weights))!;
        var version = new ModelVersion(
            number, training, chosen.Name, Convert.ToHexStringLower(await SHA256.HashDataAsync(content)), (await _blobs.FindAsync(weights))!.SizeBytes,
            JsonSerializer.Deserialize<ModelCard>((await _blobs.GetAsync($"{folder}/{CheckpointFiles.Card}"))!.Content.Span, ContractJson.Options)!, _clock.GetUtcNow());
        await _state.UpdateAsync(state => state with { Versions = state.Versions.Add(version) });
        return Summarize();
    }

    public Task<Answer<ModelSummary>> Get() => Task.FromResult<Answer<ModelSummary>>(Exists ? Summarize() : NotFound);

    public async Task<Problem?> Delete()
    {
        if (!Exists) return NotFound;
        await _unfinished.MarkAsync(UnfinishedKind, Key.ToString());
        await _state.UpdateAsync(state => state with { Deleted = true });
        try
        {
            // The removal of the one before that had this id may have been clearing the mark meanwhile.
            await _unfinished.MarkAsync(UnfinishedKind, Key.ToString());
        }
        finally
        {
            _removing.Start(RemoveAsync);
        }
        return null;
    }

    public Task Wake()
    {
        if (!_state.Value.Deleted) return _unfinished.ClearAsync(UnfinishedKind, Key.ToString());
        _removing.Start(RemoveAsync);
        return Task.CompletedTask;
    }

    /// <summary>First the state says that it is deleted, then the weights go, then the state: a crash at any place leaves the mark, and whoever is woken by it goes on.</summary>
    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (_state.Value.Deleted)
        {
            await _blobs.DeleteAllAsync(ModelBlobs.Prefix(Key) + "/", cancellationToken);
            await _state.ClearAsync();
            _removed.Raise();
        }
        await _unfinished.ClearAsync(UnfinishedKind, Key.ToString());
    }

    private static Problem NoSuchCheckpoint(string training, string? checkpoint) => checkpoint is null
        ? new Problem(ProblemKind.Conflict, "training-without-checkpoint", $"Training session '{training}' has no checkpoint yet: wait for its first epoch.")
        : new Problem(ProblemKind.NotFound, CheckpointGone, $"Training session '{training}' has no checkpoint '{checkpoint}'.", "checkpoint");

    private ModelSummary Summarize() => new(Key.Id, _state.Value.Versions[^1], _state.Value.Versions);
}
