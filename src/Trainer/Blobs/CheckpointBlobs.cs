using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Training;
using MusicGen.Music.Tokens;
using MusicGen.Storage;

namespace MusicGen.Trainer.Blobs;

/// <summary>A session's checkpoints in the store, a folder each.</summary>
internal sealed class CheckpointBlobs(IBlobStore store, WorkerJob job, Vocabulary vocabulary, TimeProvider clock)
{
    private const int CardFormat = 2;

    /// <summary>Writes a checkpoint; it is complete when this returns.</summary>
    /// <remarks>The name has the lease's epoch, so that a worker that has lost its lease overwrites nothing. The card comes last: it makes the folder a checkpoint.</remarks>
    public CheckpointSummary Save(TrainingCheckpoint checkpoint)
    {
        var name = $"{checkpoint.Step:D8}-{job.LeaseEpoch:D3}";
        var card = new ModelCard(
            CardFormat, checkpoint.Shape, job.Tokenizer.Name, job.Tokenizer, vocabulary.Hash, job.Dataset, job.Options, checkpoint.Step, checkpoint.Epoch, checkpoint.Losses);
        Put(name, CheckpointFiles.Vocabulary, vocabulary.ToBytes());
        Put(name, CheckpointFiles.Training, checkpoint.Training);
        Put(name, CheckpointFiles.Model, checkpoint.Model);
        Put(name, CheckpointFiles.Card, JsonSerializer.SerializeToUtf8Bytes(card, ContractJson.Options));
        var heldOut = checkpoint.Losses.Count > 0 ? checkpoint.Losses[^1].HeldOut : null;
        return new CheckpointSummary(name, checkpoint.Step, checkpoint.Epoch, heldOut, checkpoint.Model.Length + checkpoint.Training.Length, clock.GetUtcNow());
    }

    /// <summary>The checkpoint that the job goes on from, or null when it begins.</summary>
    /// <exception cref="CheckpointFormatException">It is incomplete, damaged, or of another training.</exception>
    public TrainingCheckpoint? Load()
    {
        if (job.ResumeFrom is not { } name) return null;
        var card = ParseCard(Get(name, CheckpointFiles.Card));
        if (card.DatasetHash != job.Dataset) throw new CheckpointFormatException($"The checkpoint {name} is of the dataset {card.DatasetHash}, not {job.Dataset}.");

        // Everything else decides what the steps compute.
        var comparable = card.Options with { Preset = job.Options.Preset, Epochs = job.Options.Epochs, CheckpointSeconds = job.Options.CheckpointSeconds };
        if (comparable != job.Options) throw new CheckpointFormatException($"The checkpoint {name} was trained with other options: {card.Options}.");
        return new TrainingCheckpoint(card.Shape, card.Step, card.Epoch, card.Losses, Get(name, CheckpointFiles.Model), Get(name, CheckpointFiles.Training));
    }

    private static ModelCard ParseCard(ReadOnlyMemory<byte> content)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelCard>(content.Span, ContractJson.Options) is { Shape: not null, Options: not null, Losses: not null } card
                ? card
                : throw new CheckpointFormatException("The model card lacks shape, options or losses.");
        }
        catch (JsonException e)
        {
            throw new CheckpointFormatException("The model card is not valid JSON.", e);
        }
    }

    private string Key(string name, string file) => $"{job.CheckpointPrefix}/{name}/{file}";

    private void Put(string name, string file, ReadOnlyMemory<byte> content) => store.PutAsync(Key(name, file), content).GetAwaiter().GetResult();

    private ReadOnlyMemory<byte> Get(string name, string file) =>
        store.GetAsync(Key(name, file)).GetAwaiter().GetResult()?.Content ?? throw new CheckpointFormatException($"The checkpoint {name} has no {file} in the store.");
}
