using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Storage;

namespace MusicGen.Grains.Models;

[GrainType(TypeName)]
internal sealed class ModelGrain(
    [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<ModelState> stored,
    IBlobStore blobs, CheckpointFolders checkpoints, IOptions<LimitsOptions> limits, TimeProvider clock) : Grain, IModelGrain
{
    public const string TypeName = "model";

    private const string CheckpointGone = "checkpoint-not-found";
    private const int Attempts = 3;

    private readonly DurableState<ModelState> _state = new(stored);

    private OwnedKey Key => OwnedKey.Parse(this.GetPrimaryKeyString());

    public async Task<Answer<ModelSummary>> Publish(string training, string? checkpoint)
    {
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
        if (_state.Value.Versions.Any(version => version.Training == training && version.Checkpoint == chosen.Name)) return Summarize();
        if (limits.Value.CountsBytes && await GrainFactory.GetGrain<IAccountGrain>(Key.Owner).TakeBytes(0) is { } full) return full;

        var number = _state.Value.Versions.Count + 1;
        var folder = ModelBlobs.Folder(Key, number);
        var copied = await checkpoints.CopyAsync(
            CheckpointBlobs.Folder(source, chosen.Name), folder, CheckpointFiles.Model, CheckpointFiles.Vocabulary, CheckpointFiles.Card);
        if (!copied) return NoSuchCheckpoint(training, chosen.Name);

        var weights = $"{folder}/{CheckpointFiles.Model}";
        await using var content = (await blobs.OpenAsync(weights))!;
        var version = new ModelVersion(
            number, training, chosen.Name, Convert.ToHexStringLower(await SHA256.HashDataAsync(content)), (await blobs.FindAsync(weights))!.SizeBytes,
            JsonSerializer.Deserialize<ModelCard>((await blobs.GetAsync($"{folder}/{CheckpointFiles.Card}"))!.Content.Span, ContractJson.Options)!, clock.GetUtcNow());
        await _state.UpdateAsync(state => new ModelState { Versions = state.Versions.Add(version) });
        return Summarize();
    }

    public Task<Answer<ModelSummary>> Get() => Task.FromResult<Answer<ModelSummary>>(
        _state.Value.Versions.IsEmpty ? new Problem(ProblemKind.NotFound, "model-not-found", $"There is no model '{Key.Id}'.") : Summarize());

    private static Problem NoSuchCheckpoint(string training, string? checkpoint) => checkpoint is null
        ? new Problem(ProblemKind.Conflict, "training-without-checkpoint", $"Training session '{training}' has no checkpoint yet: wait for its first epoch.")
        : new Problem(ProblemKind.NotFound, CheckpointGone, $"Training session '{training}' has no checkpoint '{checkpoint}'.", "checkpoint");

    private ModelSummary Summarize() => new(Key.Id, _state.Value.Versions[^1], _state.Value.Versions);
}
