using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains;
using MusicGen.Grains.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Model;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens;
using MusicGen.Storage;

namespace MusicGen.Tests.Models;

/// <summary>A network of a few random weights, as a worker would have left it in the store: no training is needed to compose.</summary>
internal static class HandMadeModel
{
    public static Vocabulary Words { get; } = Vocabulary.Of(["C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5", "0.4.7", "2.5.9"]);

    public static ModelShape Shape { get; } = new(Words.Size, Embedding: 4, Hidden: 6, Layers: 2);

    public static byte[] Weights(ulong seed = 1)
    {
        var (random, index) = (new CounterRandom(seed), 0UL);
        return SafeTensors.Write(ParameterNames.Of(Shape).Select(parameter => StoredTensor.Of(
            parameter.Name,
            [.. Enumerable.Range(0, (int)parameter.Shape.Aggregate((a, b) => a * b)).Select(_ => (float)(4 * random.Uniform(index++) - 2))],
            parameter.Shape)));
    }

    /// <summary>Writes a whole checkpoint.</summary>
    public static async Task PutAsync(IBlobStore store, OwnedKey training, CheckpointSummary checkpoint, CancellationToken cancellationToken)
    {
        var folder = CheckpointBlobs.Folder(training, checkpoint.Name);
        var card = new ModelCard(
            1, Shape, "note-names/1", new NoteNamesSettings(), Words.Hash, DatasetHash: "d1", new TrainingOptions(),
            checkpoint.Step, checkpoint.Epoch, Losses: []);
        await store.PutAsync($"{folder}/{CheckpointFiles.Model}", Weights((ulong)checkpoint.Step), cancellationToken: cancellationToken);
        await store.PutAsync($"{folder}/{CheckpointFiles.Vocabulary}", Words.ToBytes(), cancellationToken: cancellationToken);
        await store.PutAsync(
            $"{folder}/{CheckpointFiles.Card}",
            JsonSerializer.SerializeToUtf8Bytes(card, ContractJson.Options),
            cancellationToken: cancellationToken);
    }

    /// <summary>What a worker says of a checkpoint.</summary>
    public static CheckpointSummary Checkpoint(int step, double? heldOut = null, int leaseEpoch = 1) =>
        new($"{step:00000000}-{leaseEpoch:000}", step, step, heldOut, SizeBytes: 1, WrittenAt: default);
}
