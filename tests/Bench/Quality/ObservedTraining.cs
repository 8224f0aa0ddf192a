using System.Diagnostics;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Scores;

namespace MusicGen.Bench.Quality;

/// <summary>A training in this process whose passes are told on the console and whose best checkpoint is kept in memory.</summary>
internal sealed class ObservedTraining : ITrainingHost
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private TrainingCheckpoint? _last;

    private ObservedTraining()
    {
    }

    public bool StopRequested => false;

    /// <summary>The checkpoint of the lowest held-out loss; the last one where nothing is held out.</summary>
    public TrainingCheckpoint? Best { get; private set; }

    /// <summary>A row a pass.</summary>
    public IReadOnlyList<EpochLosses> Losses => _last!.Losses;

    /// <summary>What the n-gram loses.</summary>
    public NgramBaseline? Baseline => _last!.Baseline;

    /// <summary>Trains to the end.</summary>
    public static ObservedTraining Run(Dataset dataset, TrainingOptions options, QualitySettings settings, TokenizerSettings? tokenizer = null)
    {
        var host = new ObservedTraining();
        Console.WriteLine($"{dataset.TokenCount(Split.Train):N0} training tokens of {dataset.PiecesOf(Split.Train).Count():N0} pieces, {dataset.TokenCount(Split.Validation):N0} held out; {dataset.Vocabulary.Size:N0} words; {settings.Threads} threads, {settings.Device}.");
        Console.WriteLine(options);
        using var run = new TrainingRun(dataset, options, new TrainingSetting(settings.Threads, settings.Device, tokenizer), host, TimeProvider.System);
        run.Run();
        return host;
    }

    public void Report(WorkerEvent happened)
    {
        if (happened.Message is { } message) Console.WriteLine(message);
        if (happened.Losses is { } row)
            Console.WriteLine($"pass {row.Epoch,3}: train {row.Train:F4}, held out {row.HeldOut:F4} a token, {row.HeldOutPerNote:F4} a note, top-1 {row.TopOne:P1}, {row.Seconds:F1} s, {Stopwatch.GetElapsedTime(_start).TotalMinutes:F1} min in all");
    }

    public CheckpointSummary Save(TrainingCheckpoint checkpoint)
    {
        _last = checkpoint;
        if (Best is null || HeldOutOf(checkpoint) <= HeldOutOf(Best)) Best = checkpoint;
        return new CheckpointSummary($"{checkpoint.Step:D8}", checkpoint.Step, checkpoint.Epoch, checkpoint.Losses.Count > 0 ? HeldOutOf(checkpoint) : null, checkpoint.Model.Length, DateTimeOffset.UnixEpoch);
    }

    public TrainingCheckpoint? Last() => _last;

    public string Save(Score sample, int epoch, int number) => $"{epoch}-{number}";

    private static double HeldOutOf(TrainingCheckpoint checkpoint) => checkpoint.Losses.Count > 0 ? checkpoint.Losses[^1].HeldOut ?? 0 : double.MaxValue;
}
