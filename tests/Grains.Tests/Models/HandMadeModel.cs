using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains;
using MusicGen.Grains.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens;
using MusicGen.Storage;

namespace MusicGen.Tests.Models;

/// <summary>A network of a few random weights, as a worker would have left it in the store: no training is needed to compose.</summary>
internal sealed class HandMadeModel(TokenizerSettings tokenizer, Vocabulary words, int hidden = 6)
{
    private const string Score24Words =
        "Bar EOS TimeSig_4/4 Position_0 Position_24 Position_48 Position_72 Tempo_123 Program_0 Program_33 Program_Drums Pitch_36 Pitch_48 Pitch_60 Pitch_64 Pitch_67 "
        + "DrumPitch_36 DrumPitch_42 Velocity_62 Velocity_98 Duration_12 Duration_24 Duration_96";

    /// <summary>It composes note names.</summary>
    public static HandMadeModel NoteNames { get; } = new(
        new TokenizerSettings(TokenizerKind.NoteNames).Resolved(),
        Vocabulary.Of(["C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5", "0.4.7", "2.5.9"]));

    /// <summary>It composes bars in 4/4 for piano, bass and drums.</summary>
    public static HandMadeModel Score24 { get; } = new(new TokenizerSettings().Resolved(), Vocabulary.Of(Score24Words.Split(' ')));

    /// <summary>As <see cref="Score24"/>, but it never heard a piano.</summary>
    public static HandMadeModel BassAndDrums { get; } = new(new TokenizerSettings().Resolved(), Vocabulary.Of(Score24Words.Split(' ').Where(word => word != "Program_0")));

    public Vocabulary Words => words;

    public ModelShape Shape { get; } = new(words.Size, Embedding: 4, Hidden: hidden, Layers: 2);

    public byte[] Weights(ulong seed = 1)
    {
        var (random, index) = (new CounterRandom(seed), 0UL);
        return SafeTensors.Write(ParameterNames.Of(Shape).Select(parameter => StoredTensor.Of(
            parameter.Name,
            [.. Enumerable.Range(0, (int)parameter.Shape.Aggregate((a, b) => a * b)).Select(_ => (float)(4 * random.Uniform(index++) - 2))],
            parameter.Shape)));
    }

    /// <summary>Writes a whole checkpoint.</summary>
    public async Task PutAsync(IBlobStore store, OwnedKey training, CheckpointSummary checkpoint, CancellationToken cancellationToken)
    {
        var folder = CheckpointBlobs.Folder(training, checkpoint.Name);
        var card = Card(checkpoint);
        await store.PutAsync($"{folder}/{CheckpointFiles.Model}", Weights((ulong)checkpoint.Step), cancellationToken: cancellationToken);
        await store.PutAsync($"{folder}/{CheckpointFiles.Vocabulary}", words.ToBytes(), cancellationToken: cancellationToken);
        await store.PutAsync(
            $"{folder}/{CheckpointFiles.Card}",
            JsonSerializer.SerializeToUtf8Bytes(card, ContractJson.Options),
            cancellationToken: cancellationToken);
    }

    public ModelCard Card(CheckpointSummary checkpoint) => new(
        2, Shape, tokenizer.Name, tokenizer, words.Hash, DatasetHash: "d1", new TrainingOptions(), checkpoint.Step, checkpoint.Epoch, Losses: []);

    /// <summary>What a worker says of a checkpoint.</summary>
    public static CheckpointSummary Checkpoint(int step, double? heldOut = null, int leaseEpoch = 1) =>
        new($"{step:00000000}-{leaseEpoch:000}", step, step, heldOut, SizeBytes: 1, WrittenAt: default);
}
