using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Checkpoints;
using MusicGen.Learning.Lanes;
using MusicGen.Learning.Network;
using MusicGen.Music.Datasets;
using TorchSharp;
using TorchSharp.Modules;

namespace MusicGen.Learning.Training;

/// <summary>One training of one network on one dataset, from its start or from a checkpoint, to its end or until it is stopped.</summary>
/// <remarks>
/// Truncated back-propagation through time over whole pieces: gradients reach one window back, the network's memory as far as its lane.
/// On a CPU, stopping and going on gives the same weights, bit for bit, as never stopping. Torch's random numbers and threads belong to the whole
/// process, so a process has one run at a time; construction, <see cref="Run"/> and disposal happen on one thread.
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    private readonly Dataset _dataset;
    private readonly TrainingOptions _options;
    private readonly ITrainingHost _host;
    private readonly TimeProvider _clock;
    private readonly DisposeScope _scope;
    private readonly LstmNetwork _network;
    private readonly Adam _optimizer;
    private readonly PieceLanes? _heldOut;
    private readonly List<EpochLosses> _losses;
    private readonly long _totalSteps;

    private TrainingPosition _at = TrainingPosition.Start;
    private LstmMemory _memory;
    private long _epochClock;
    private long _checkpointClock;

    /// <param name="dataset">What to learn.</param>
    /// <param name="options">How; without faults.</param>
    /// <param name="threads">CPU threads for the arithmetic; 1 or more.</param>
    /// <param name="host">Hears of it and keeps checkpoints.</param>
    /// <param name="clock">Measures passes and the time between checkpoints.</param>
    /// <param name="from">Checkpoint of a run with the same dataset and options (the number of epochs may differ); null: from the start.</param>
    /// <exception cref="TrainingFailedException">The training split is empty.</exception>
    /// <exception cref="CheckpointFormatException">The checkpoint is malformed or of another training.</exception>
    public TrainingRun(Dataset dataset, TrainingOptions options, int threads, ITrainingHost host, TimeProvider clock, TrainingCheckpoint? from = null)
    {
        (_dataset, _options, _host, _clock) = (dataset, options, host, clock);
        torch.set_num_threads(threads);
        torch.manual_seed(options.Seed);
        _scope = torch.NewDisposeScope();
        _network = new LstmNetwork(new ModelShape(dataset.Vocabulary.Size, options.Embedding, options.Hidden, options.Layers), options.Dropout);
        _optimizer = torch.optim.Adam(_network.parameters(), options.LearningRate);
        _heldOut = PieceLanes.ForEvaluation(dataset, options.BatchSize, options.SequenceLength);
        _losses = [.. from?.Losses ?? []];
        var lanes = Lanes();
        _totalSteps = (long)options.Epochs * lanes.Windows;
        _memory = LstmMemory.Empty(options.Layers, lanes.Lanes, options.Hidden);
        if (from is not null)
        {
            _network.Load(from.Model);
            _at = TrainingState.Read(from.Training, _network, _optimizer, _memory);
        }
        _epochClock = _checkpointClock = clock.GetTimestamp();
    }

    /// <summary>Trains.</summary>
    /// <returns>True: all epochs are done; false: stopped as asked. Either way the last checkpoint says all.</returns>
    /// <exception cref="TrainingFailedException">The training cannot go on.</exception>
    public bool Run()
    {
        var step = new TrainingStep(_network, _optimizer, _options.ClipNorm);
        Report(WorkerEventKind.Started);
        while (_at.Epoch < _options.Epochs)
        {
            var lanes = Lanes();
            while (_at.Window < lanes.Windows)
            {
                var window = lanes[_at.Window];
                var nats = step.Take(window, lanes.PredictionsOfFullWindow, ref _memory);
                _at = _at.AfterStep(nats, window.Predictions);
                Report(WorkerEventKind.Progress, nats / window.Predictions);
                if (_host.StopRequested) return Stop();
                if (_at.Window < lanes.Windows && CheckpointIsDue) SaveCheckpoint();
            }

            var heldOut = _heldOut is null ? null : Evaluation.Mean(_network, _heldOut, () => _host.StopRequested);
            if (_heldOut is not null && heldOut is null) return Stop();
            EndEpoch(heldOut);
            SaveCheckpoint();
        }
        Report(WorkerEventKind.Completed);
        return true;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _scope.Dispose();
    }

    private bool CheckpointIsDue => _clock.GetElapsedTime(_checkpointClock).TotalSeconds >= _options.CheckpointSeconds;

    /// <summary>The pass after those that are done. Each has as many windows.</summary>
    private PieceLanes Lanes() =>
        PieceLanes.ForTraining(_dataset, _options.Seed, _at.Epoch, _options.BatchSize, _options.SequenceLength)
        ?? throw new TrainingFailedException(FailureCode.DataInvalid, "The training split of the dataset has no pieces.");

    private bool Stop()
    {
        SaveCheckpoint();
        Report(WorkerEventKind.Stopped);
        return false;
    }

    private void EndEpoch(double? heldOut)
    {
        _losses.Add(new EpochLosses(_at.Epoch + 1, _at.Step, _at.Nats / _at.Predictions, heldOut, SecondsOfEpoch()));
        _at = _at.AfterEpoch();
        _memory.Forget();
        _epochClock = _clock.GetTimestamp();
        Report(WorkerEventKind.Epoch, losses: _losses[^1]);
    }

    private void SaveCheckpoint()
    {
        var training = TrainingState.Write(_network, _optimizer, _memory, _at with { Seconds = SecondsOfEpoch() });
        var summary = _host.Save(new TrainingCheckpoint(_network.Shape, _at.Step, _at.Epoch, [.. _losses], _network.ToBytes(), training));
        _checkpointClock = _clock.GetTimestamp();
        Report(WorkerEventKind.Checkpoint, checkpoint: summary);
    }

    private double SecondsOfEpoch() => _at.Seconds + _clock.GetElapsedTime(_epochClock).TotalSeconds;

    private void Report(WorkerEventKind kind, double? loss = null, EpochLosses? losses = null, CheckpointSummary? checkpoint = null) =>
        _host.Report(new WorkerEvent(kind, _at.Step, _totalSteps, _at.Epoch, loss, losses, checkpoint));
}
