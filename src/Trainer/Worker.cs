using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;
using MusicGen.Music.Scores;
using MusicGen.Trainer.Blobs;
using MusicGen.Trainer.Pipes;

namespace MusicGen.Trainer;

/// <summary>Does the job: data in, training, checkpoints out, everything told.</summary>
internal sealed class Worker : ITrainingHost
{
    private readonly WorkerJob _job;
    private readonly string _device;
    private readonly Lease _lease;
    private readonly EventPipe _events;
    private readonly ParentWatch _parent;
    private readonly TimeProvider _clock;
    private readonly WorkSpans _spans;

    private CheckpointBlobs? _checkpoints;
    private SampleBlobs? _samples;
    private WorkerEvent _at = new(WorkerEventKind.Progress);

    public Worker(WorkerJob job, string device, Lease lease, EventPipe events, ParentWatch parent, TimeProvider clock) =>
        (_job, _device, _lease, _events, _parent, _clock, _spans) = (job, device, lease, events, parent, clock, new WorkSpans(job.IsTraced, clock));

    public bool StopRequested => _parent.StopRequested;

    /// <summary>Trains to the end, or until stopped.</summary>
    /// <returns>The process's exit code.</returns>
    public int Run()
    {
        try
        {
            var store = new LeasedStore(JobStore.Open(_job.Store, TimeSpan.FromSeconds(_job.LeaseSeconds), _clock), _lease, Announce);
            (_checkpoints, _samples) = (new CheckpointBlobs(store, _job, _clock), new SampleBlobs(store, _job));
            var dataset = In("read dataset", () => DatasetBlobs.Load(store, _job.Dataset));
            var setting = new TrainingSetting(_job.Threads, _device, _job.Tokenizer, _job.PatienceFrom);
            using var training = In("prepare", () => new TrainingRun(dataset, _job.Options, setting, this, _clock, Last()));
            training.Run();
            return ExitCode.Done;
        }
        catch (LeaseLostException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.LeaseLost;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The store's fault, not the training's: it goes on from its last checkpoint when the store is back.
            Console.Error.WriteLine($"The store failed: {e.Message}");
            return ExitCode.StoreFailed;
        }
        catch (Exception e)
        {
            // The edge of the process: whatever went wrong is told to the node, and all of it to whoever reads the log.
            Console.Error.WriteLine($"Session {_job.Session}: {e}");
            Tell(new WorkerEvent(WorkerEventKind.Failed, Failure: Failures.Of(e)));
            return ExitCode.Failed;
        }
    }

    public void Report(WorkerEvent happened)
    {
        if (!_lease.Holds) throw new LeaseLostException();
        _lease.Work(isStep: happened.Loss is not null);
        _at = new WorkerEvent(WorkerEventKind.Progress, happened.Step, happened.TotalSteps, happened.Epoch, RemainingSeconds: happened.RemainingSeconds);
        Trace(happened);
        Tell(happened);
    }

    public CheckpointSummary Save(TrainingCheckpoint checkpoint) => In("write checkpoint", () => _checkpoints!.Save(checkpoint));

    public TrainingCheckpoint? Last() => _checkpoints!.HasAny ? In("read checkpoint", _checkpoints.Last) : null;

    public string Save(Score sample, int epoch, int number) => _samples!.Save(sample, epoch, number);

    /// <summary>Says how long the next silence may be.</summary>
    private void Announce() => Tell(_at, atOnce: true);

    /// <summary>Does something as a part, of which the node hears before: should this process die in it, or the store never answer, the trace says in what.</summary>
    private T In<T>(string name, Func<T> work) => _spans.In(name, () =>
    {
        if (_job.IsTraced) Announce();
        return work();
    });

    /// <summary>A pass lasts from the first step to the end of its measurement, with the checkpoints that are written meanwhile.</summary>
    private void Trace(WorkerEvent happened)
    {
        switch (happened.Kind)
        {
            case WorkerEventKind.Started or WorkerEventKind.Epoch or WorkerEventKind.RolledBack:
                _spans.EndAll(hasFailed: happened.Kind == WorkerEventKind.RolledBack);
                if (happened.Step < happened.TotalSteps) _spans.Begin("pass", happened.Epoch + 1);
                break;
            case WorkerEventKind.Stopped or WorkerEventKind.Completed:
                _spans.EndAll();
                break;
        }
    }

    private void Tell(WorkerEvent happened, bool atOnce = false)
    {
        if (happened.Kind == WorkerEventKind.Failed) _spans.EndAll(hasFailed: true);
        var spans = _spans.Take();
        if (happened.Kind is WorkerEventKind.Completed or WorkerEventKind.Stopped or WorkerEventKind.Failed) _parent.End();
        _events.Write(happened with { SilenceSeconds = _lease.Silence.TotalSeconds, Spans = spans }, _lease, atOnce || spans is not null);
    }
}
