using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Checkpoints;
using MusicGen.Learning.Devices;
using MusicGen.Learning.Optimizing;
using MusicGen.Music.Datasets;
using TorchSharp;

namespace MusicGen.Learning.Training;

/// <summary>One training of one network on one dataset, from its start or from a checkpoint, to its end or until it is stopped.</summary>
/// <remarks>
/// Truncated back-propagation through time over whole pieces: gradients reach one window back, the network's memory to the piece's beginning.
/// On a CPU, with as many threads, stopping and going on gives the same weights, bit for bit, as never stopping; but a run that diverges goes back to its last checkpoint, and which
/// one that is depends on when it was written. Torch's random numbers and threads belong to the whole process, so a process has one run at a time;
/// construction, <see cref="Run"/> and disposal happen on one thread.
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    /// <summary>What a second try after a divergence multiplies every rate with.</summary>
    private const double LowerRate = 0.3;

    private const int RollbacksAllowed = 1;

    private readonly TrainingOptions _options;
    private readonly ITrainingHost _host;
    private readonly TimeProvider _clock;
    private readonly int _patienceFrom;
    private readonly torch.Device _device;
    private readonly DisposeScope _scope;
    private readonly TrainingPieces _pieces;
    private readonly PassEnd _passEnd;
    private readonly ModelShape _shape;
    private readonly StepPace _pace;
    private readonly List<EpochLosses> _losses = [];

    private Learner _learner;
    private MetricSeries _metrics = new([]);
    private NgramBaseline? _baseline;
    private TrainingPosition _at = TrainingPosition.Start;
    private int _windowsOfPass;
    private long _epochClock;
    private long _checkpointClock;
    private bool _isComplete;

    /// <param name="dataset">What to learn.</param>
    /// <param name="options">How; without faults.</param>
    /// <param name="setting">Where.</param>
    /// <param name="host">Hears of it and keeps checkpoints.</param>
    /// <param name="clock">Measures passes and the time between checkpoints.</param>
    /// <param name="from">Checkpoint of a run with the same dataset and options that this one <see cref="TrainingOptions.GoesOnFrom"/>; null: from the start.</param>
    /// <exception cref="TrainingFailedException">The training split is empty.</exception>
    /// <exception cref="CheckpointFormatException">The checkpoint is malformed or of another training.</exception>
    public TrainingRun(Dataset dataset, TrainingOptions options, TrainingSetting setting, ITrainingHost host, TimeProvider clock, TrainingCheckpoint? from = null)
    {
        (_host, _clock, _patienceFrom) = (host, clock, setting.PatienceFrom);
        torch.set_num_threads(setting.Threads);
        _device = ComputeDevice.Open(setting.Device);
        _options = options with { Precision = from?.Options.Precision ?? ComputeDevice.Resolve(options.Precision, _device) };
        _scope = torch.NewDisposeScope();
        _pieces = new TrainingPieces(dataset, _options);
        _shape = new ModelShape(_pieces.Vocabulary.Size, options.Embedding, options.Hidden, options.Layers);
        _passEnd = new PassEnd(dataset, _pieces, _options, setting.Tokenizer, host, ToldToGoOn);
        _learner = new Learner(_shape, _options, _device);
        _pace = new StepPace(clock);
        Begin(from);
        _windowsOfPass = _pieces.Of(_at.Epoch).Count;
        _epochClock = _checkpointClock = clock.GetTimestamp();
    }

    /// <summary>Trains.</summary>
    /// <returns>True: it is complete; false: stopped as asked. Either way the last checkpoint says all.</returns>
    /// <exception cref="TrainingFailedException">The training cannot go on.</exception>
    public bool Run()
    {
        Report(WorkerEventKind.Started);
        while (!_isComplete)
        {
            try
            {
                if (TakePass()) continue;
                if (!IsSuspect) SaveCheckpoint(); // else the run that follows finds out, from the last one on
                Report(WorkerEventKind.Stopped);
                return false;
            }
            catch (DivergedException e)
            {
                RollBack(e.Message);
            }
        }
        Report(WorkerEventKind.Completed);
        return true;
    }

    public void Dispose()
    {
        _learner.Dispose();
        _scope.Dispose();
    }

    /// <summary>Passes done, with the part of the one that runs.</summary>
    private double Epochs => _at.Epoch + ((double)_at.Window / _windowsOfPass);

    private double Rate => LearningRate.At(_options, _at.Step, Epochs / _options.Epochs) * Math.Pow(LowerRate, _at.Rollbacks);

    /// <summary>None is written within a training that it may be wrong to come back to.</summary>
    private bool CheckpointIsDue => !IsSuspect && _clock.GetElapsedTime(_checkpointClock).TotalSeconds >= _options.CheckpointSeconds;

    private bool IsSuspect => _at.Losses.IsSuspect(_shape.VocabularySize);

    private double SecondsOfPass => _at.Seconds + _clock.GetElapsedTime(_epochClock).TotalSeconds;

    /// <returns>False when it was stopped before its end.</returns>
    private bool TakePass()
    {
        var windows = _pieces.Of(_at.Epoch);
        var reader = windows.ReadFrom(_at.Window);
        _windowsOfPass = windows.Count;
        while (reader.Next() is { } window)
        {
            _pace.Begin();
            var rate = Rate;
            var (nats, norm) = _learner.Take(window, _at.Step, windows.MeanPredictions, rate);
            _at = _at.AfterStep(nats, window.Predictions, window.Predictions / windows.MeanPredictions);
            if (_at.Losses.HasDiverged(_shape.VocabularySize))
                throw new DivergedException($"The loss has risen to {_at.Losses.Smooth:F2} nats a token, after {_at.Losses.Best:F2}.");
            _pace.End(window.Predictions);
            var step = new StepMetric(_at.Step, Epochs, nats / window.Predictions, rate, norm, _pace.TokensPerSecond);
            _metrics.Add(step);
            _host.Report(Event(WorkerEventKind.Progress) with { Loss = step.Train, LearningRate = rate, TokensPerSecond = step.TokensPerSecond });
            if (_host.StopRequested) return false;
            if (_at.Window < windows.Count && CheckpointIsDue) SaveCheckpoint();
        }
        return EndPass(Rate);
    }

    /// <returns>False when it was stopped in the middle; then the pass is measured again.</returns>
    /// <exception cref="DivergedException">What is measured are no numbers.</exception>
    private bool EndPass(double rate)
    {
        RequireFinite();
        if (_passEnd.Measure(_learner.Network, _device, _at.Epoch + 1, _baseline) is not { } result) return false;
        var (heldOut, seconds) = (result.HeldOut, SecondsOfPass);
        if (heldOut is { Nats: var nats } && !double.IsFinite(nats)) throw new DivergedException("The held-out loss is not a finite number any more.");
        _baseline = result.Baseline;
        _losses.Add(new EpochLosses(
            _at.Epoch + 1, _at.Step, _at.Nats / _at.Predictions, heldOut?.PerToken, seconds, heldOut?.PerNote, heldOut?.TopOne, rate, result.CopyRate));
        _at = _at.AfterEpoch();
        _epochClock = _clock.GetTimestamp();
        _isComplete = IsTheEnd();
        _host.Report(Event(WorkerEventKind.Epoch) with { Losses = _losses[^1], Samples = result.Samples, Baseline = _baseline });
        if (_isComplete || !IsSuspect) SaveCheckpoint();
        return true;
    }

    /// <summary>Back to the last checkpoint, or to the start, from where on every rate is lower.</summary>
    /// <exception cref="TrainingFailedException">It was so before.</exception>
    private void RollBack(string sign)
    {
        var rollbacks = _at.Rollbacks;
        var step = _at.Step;
        if (rollbacks >= RollbacksAllowed)
            throw new TrainingFailedException(FailureCode.LossDiverged, $"{sign} It was so at a lower rate, too. A lower learning rate from the beginning may help.");
        _learner.Dispose();
        _learner = new Learner(_shape, _options, _device);
        Begin(_host.Last());
        _at = _at with { Rollbacks = rollbacks + 1 };
        _epochClock = _clock.GetTimestamp();
        _host.Report(Event(WorkerEventKind.RolledBack) with { Message = $"{sign} The training goes back from step {step} to step {_at.Step}, and on from there at {LowerRate:0.#} times the rate." });
    }

    private void Begin(TrainingCheckpoint? from)
    {
        (_at, _metrics) = (TrainingPosition.Start, new MetricSeries(from?.Metrics ?? []));
        _losses.Clear();
        _losses.AddRange(from?.Losses ?? []);
        _baseline = from?.Baseline ?? _baseline;
        _isComplete = false;
        if (from is null) return;
        if (from.Shape != _shape || from.Vocabulary.Hash != _pieces.Vocabulary.Hash) throw new CheckpointFormatException("The checkpoint's network has other sizes or words.");
        _at = _learner.Load(from.Model, from.Training);
        _isComplete = IsTheEnd();
    }

    private bool IsTheEnd() => _at.Epoch >= _options.Epochs || EarlyStopping.IsTime(_losses, _options.Patience, _patienceFrom);

    /// <exception cref="DivergedException">The weights are no numbers any more.</exception>
    private void RequireFinite()
    {
        if (!_learner.IsFinite()) throw new DivergedException("A weight is not a finite number any more.");
    }

    /// <exception cref="DivergedException">The weights are no numbers any more.</exception>
    private void SaveCheckpoint()
    {
        RequireFinite();
        var training = _learner.TrainingToBytes(_at with { Seconds = SecondsOfPass });
        var checkpoint = new TrainingCheckpoint(
            _shape, _pieces.Vocabulary, _options, _at.Step, _at.Epoch, [.. _losses], _metrics.Points, _baseline, _learner.Network.ToBytes(), training);
        var summary = _host.Save(checkpoint);
        _checkpointClock = _clock.GetTimestamp();
        _host.Report(Event(WorkerEventKind.Checkpoint) with { Checkpoint = summary });
    }

    /// <summary>For long work between steps: whoever waits hears that it is going on.</summary>
    private bool ToldToGoOn()
    {
        Report(WorkerEventKind.Progress);
        return !_host.StopRequested;
    }

    private void Report(WorkerEventKind kind) => _host.Report(Event(kind));

    private WorkerEvent Event(WorkerEventKind kind)
    {
        // Other passes have about as many windows.
        var left = _isComplete ? 0 : ((long)(_options.Epochs - _at.Epoch) * _windowsOfPass) - _at.Window;
        return new WorkerEvent(kind, _at.Step, _at.Step + left, _at.Epoch) { RemainingSeconds = _pace.SecondsFor(left) };
    }
}
