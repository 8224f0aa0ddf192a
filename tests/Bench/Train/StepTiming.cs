using System.Diagnostics;
using MusicGen.Bench.Measuring;
using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens;

namespace MusicGen.Bench.Train;

/// <summary>A training as the worker runs it, on a made-up collection, stopped after some steps.</summary>
internal sealed class StepTiming : ITrainingHost
{
    private const int WarmupSteps = 3;
    private const double Seconds = 3;
    private const int LeastSteps = 4;

    private readonly List<double> _stepSeconds = [];
    private readonly Func<int, double, bool> _isEnough;
    private readonly Action<int>? _afterStep;
    private long _last;
    private int _steps;

    private StepTiming(Func<int, double, bool> isEnough, Action<int>? afterStep) => (_isEnough, _afterStep) = (isEnough, afterStep);

    public bool StopRequested { get; private set; }

    /// <summary>Tokens learnt from, by the median step of some seconds.</summary>
    public static double TokensPerSecond(TrainingOptions options, TrainBenchSetting setting)
    {
        var timing = new StepTiming((steps, seconds) => steps >= LeastSteps && seconds >= Seconds, null);
        timing.Run(options, setting);
        return setting.BatchSize * TrainBenchSetting.SequenceLength / Median.Of(timing._stepSeconds);
    }

    /// <summary>Runs so many steps.</summary>
    public static void Run(TrainingOptions options, TrainBenchSetting setting, int steps, Action<int> afterStep) =>
        new StepTiming((done, _) => done >= steps, afterStep).Run(options, setting);

    public void Report(WorkerEvent happened)
    {
        if (happened.Loss is null || StopRequested) return;
        var now = Stopwatch.GetTimestamp();
        if (++_steps > WarmupSteps) _stepSeconds.Add(Stopwatch.GetElapsedTime(_last, now).TotalSeconds);
        _afterStep?.Invoke(_steps);
        StopRequested = _isEnough(_steps - WarmupSteps, _stepSeconds.Sum());
        _last = Stopwatch.GetTimestamp();
    }

    public CheckpointSummary Save(TrainingCheckpoint checkpoint) => new("", checkpoint.Step, checkpoint.Epoch, null, 0, DateTimeOffset.UnixEpoch);

    public TrainingCheckpoint? Last() => null;

    public string Save(Score sample, int epoch, int number) => "";

    private void Run(TrainingOptions options, TrainBenchSetting setting)
    {
        options = options with
        {
            BatchSize = setting.BatchSize,
            SequenceLength = TrainBenchSetting.SequenceLength,
            Epochs = 10_000,
            TransposeDown = 0,
            TransposeUp = 0,
            TempoShift = 0,
            Samples = 0,
            CheckpointSeconds = 86_400,
        };
        using var run = new TrainingRun(Collection(setting), options, new TrainingSetting(setting.Threads, setting.Device), this, TimeProvider.System);
        run.Run();
    }

    /// <summary>Pieces that fill every window of every row.</summary>
    private static Dataset Collection(TrainBenchSetting setting)
    {
        const int Windows = 20;
        var random = new CounterRandom(1);
        var vocabulary = Vocabulary.Of(Enumerable.Range(0, TrainBenchSetting.Words).Select(word => $"w{word}"));
        var length = (TrainBenchSetting.SequenceLength * Windows) - 1;
        var tokens = Enumerable.Range(0, length * setting.BatchSize).Select(index => random.Below((ulong)index, TrainBenchSetting.Words)).ToArray();
        return new Dataset(vocabulary, tokens, [.. Enumerable.Range(0, setting.BatchSize).Select(piece => new DatasetPiece($"{piece}", $"{piece:x64}", Split.Train, piece * length, length))]);
    }
}
