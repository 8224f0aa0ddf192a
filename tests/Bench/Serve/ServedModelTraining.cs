using MusicGen.Bench.Measuring;
using MusicGen.Client;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding;
using MusicGen.Music.Midi;
using MusicGen.Music.Starter;
using MusicGen.Music.Tokens;

namespace MusicGen.Bench.Serve;

/// <summary>Lets the service learn a network from the practice pieces: speed depends on its size and on how long its bars are, not on how well they sound.</summary>
internal sealed class ServedModelTraining(ServiceProcess service, int hidden, int epochs)
{
    private const int CheckpointSeconds = 30;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private string Id => $"serve-{hidden}";

    private MusicGenClient Client => service.Client;

    /// <summary>The model, trained now unless it is there already.</summary>
    /// <exception cref="InvalidOperationException">The training failed, or has no checkpoint after two minutes.</exception>
    public async Task<ServedModel> GetAsync(CancellationToken cancellationToken)
    {
        var model = await FindAsync(cancellationToken) ?? await TrainAsync(cancellationToken);
        var folder = $"models/local/{model.Id}/{model.Current.Number}";
        return new ServedModel(
            model.Id,
            Decoder.Load(await service.ReadAsync($"{folder}/{CheckpointFiles.Model}", cancellationToken), model.Current.Card.Shape),
            Vocabulary.FromBytes((await service.ReadAsync($"{folder}/{CheckpointFiles.Vocabulary}", cancellationToken)).Span));
    }

    private async Task<ModelSummary?> FindAsync(CancellationToken cancellationToken) =>
        (await Client.Models.ListAsync(cancellationToken: cancellationToken)).Items.FirstOrDefault(model => model.Id == Id);

    private async Task<ModelSummary> TrainAsync(CancellationToken cancellationToken)
    {
        var corpus = await UploadAsync(cancellationToken);
        var training = await Client.Trainings.CreateAsync(
            new CreateTraining(corpus, Preset: "base", Epochs: epochs, Hidden: hidden, Embedding: Math.Max(1, hidden / 2), Samples: 0, CheckpointSeconds: CheckpointSeconds, Seed: 1),
            cancellationToken: cancellationToken);
        await WaitAsync(training.Id, cancellationToken);
        training = await Client.Trainings.GetAsync(training.Id, cancellationToken);
        if (training.Phase == TrainingPhase.Failed) throw new InvalidOperationException($"The training failed: {training.Failure?.Reason}");
        return training.Checkpoints is [.., var last]
            ? await Client.Models.PublishAsync(new PublishModel(training.Id, Id, last.Name), cancellationToken)
            : throw new InvalidOperationException($"The training had no checkpoint after {Longest.TotalMinutes:N0} minutes: take a smaller --hidden.");
    }

    private async Task<string> UploadAsync(CancellationToken cancellationToken)
    {
        var corpus = await Client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: cancellationToken);
        foreach (var batch in UploadBatches.Of(StarterCorpus.Compose().Select(piece => new MidiFile(piece.FileName, MidiWriter.Write(piece.Score)))))
        {
            var upload = await Client.Corpora.UploadAsync(corpus.Id, batch, cancellationToken);
            await foreach (var _ in Client.Corpora.WatchAsync(corpus.Id, upload.Number, cancellationToken))
            {
                // The last event says that every file has its report.
            }
        }
        return corpus.Id;
    }

    /// <summary>Until the training has ended, or has had its time and was canceled.</summary>
    private async Task WaitAsync(string training, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            await foreach (var _ in Client.Trainings.WatchAsync(training, patience.Token))
            {
                // Only the end is of interest.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Client.Trainings.CancelAsync(training, cancellationToken);
        }
    }
}
