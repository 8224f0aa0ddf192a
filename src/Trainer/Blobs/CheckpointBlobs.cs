using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Training;
using MusicGen.Music.Tokens;

namespace MusicGen.Trainer.Blobs;

/// <summary>A session's checkpoints in the store, a folder each.</summary>
internal sealed class CheckpointBlobs(LeasedStore store, WorkerJob job, TimeProvider clock)
{
    private const int CardFormat = 3;

    private string? _last = job.ResumeFrom;

    /// <summary>Whether there is a <see cref="Last"/> one.</summary>
    public bool HasAny => _last is not null;

    /// <summary>Writes a checkpoint; it is complete when this returns.</summary>
    /// <remarks>The name has the lease's epoch, so that a worker that has lost its lease overwrites nothing. The card comes last: it makes the folder a checkpoint.</remarks>
    public CheckpointSummary Save(TrainingCheckpoint checkpoint)
    {
        var name = $"{checkpoint.Step:D8}-{job.LeaseEpoch:D3}";
        var card = new ModelCard(
            CardFormat, checkpoint.Shape, job.Tokenizer.Name, job.Tokenizer, checkpoint.Vocabulary.Hash, job.Dataset, checkpoint.Options, checkpoint.Step, checkpoint.Epoch,
            checkpoint.Losses, checkpoint.Baseline, job.Device);
        store.Put(Key(name, CheckpointFiles.Vocabulary), checkpoint.Vocabulary.ToBytes());
        store.Put(Key(name, CheckpointFiles.Metrics), ToJson(checkpoint.Metrics));
        store.Put(Key(name, CheckpointFiles.Training), checkpoint.Training);
        store.Put(Key(name, CheckpointFiles.Model), checkpoint.Model);
        store.Put(Key(name, CheckpointFiles.Card), ToJson(card));
        _last = name;
        // Within a pass the weights are others than those that were measured at the end of the one before.
        var heldOut = checkpoint.Losses is [.., var measured] && measured.Step == checkpoint.Step ? measured.HeldOut : null;
        return new CheckpointSummary(name, checkpoint.Step, checkpoint.Epoch, heldOut, checkpoint.Model.Length + checkpoint.Training.Length, clock.GetUtcNow());
    }

    /// <summary>The checkpoint that was saved last, or else the one that the job goes on from; null when it begins.</summary>
    /// <exception cref="CheckpointFormatException">It is incomplete, damaged, or of another training.</exception>
    public TrainingCheckpoint? Last()
    {
        if (_last is not { } name) return null;
        var card = Parse<ModelCard>(Get(name, CheckpointFiles.Card), "model card");
        if (card is not { Shape: not null, Options: not null, Losses: not null }) throw new CheckpointFormatException("The model card lacks shape, options or losses.");
        if (card.DatasetHash != job.Dataset) throw new CheckpointFormatException($"The checkpoint {name} is of the dataset {card.DatasetHash}, not {job.Dataset}.");
        if (!job.Options.GoesOnFrom(card.Options)) throw new CheckpointFormatException($"The checkpoint {name} was trained with other options: {card.Options}.");
        return new TrainingCheckpoint(
            card.Shape, VocabularyOf(name), card.Options, card.Step, card.Epoch, card.Losses, Parse<StepMetric[]>(Get(name, CheckpointFiles.Metrics), "series of losses"), card.Baseline,
            Get(name, CheckpointFiles.Model), Get(name, CheckpointFiles.Training));
    }

    private Vocabulary VocabularyOf(string name)
    {
        try
        {
            return Vocabulary.FromBytes(Get(name, CheckpointFiles.Vocabulary).Span);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CheckpointFormatException($"The vocabulary of the checkpoint {name} is damaged. {e.Message}", e);
        }
    }

    private static T Parse<T>(ReadOnlyMemory<byte> content, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content.Span, ContractJson.Options) ?? throw new CheckpointFormatException($"The {what} is empty.");
        }
        catch (JsonException e)
        {
            throw new CheckpointFormatException($"The {what} is not valid JSON.", e);
        }
    }

    private static byte[] ToJson<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Options);

    private string Key(string name, string file) => $"{job.CheckpointPrefix}/{name}/{file}";

    private ReadOnlyMemory<byte> Get(string name, string file) =>
        store.Get(Key(name, file)) ?? throw new CheckpointFormatException($"The checkpoint {name} has no {file} in the store.");
}
